export default class LocalPlugin {}
