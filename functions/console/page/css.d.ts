// Styles are imported for esbuild to bundle; they bring no value.
declare module '*.css';
