/** Says now and then, on the error stream, how far a long storm has come; short ones are silent. */
export function progress(name: string): (delivered: number, left: number) => void {
  const pauseMilliseconds = 10_000;
  let told = Date.now();
  return (delivered, left) => {
    if (Date.now() - told < pauseMilliseconds) return;
    told = Date.now();
    process.stderr.write(`  storm (${name}): ${delivered} deliveries done, ${left} left\n`);
  };
}
