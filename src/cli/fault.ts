/** Ends a command: one sentence on standard error. Code 1 for a refusal, 2 for wrong usage. */
export class CommandFault extends Error {
  readonly exitCode: 1 | 2
  constructor(sentence: string, exitCode: 1 | 2 = 1) {
    super(sentence)
    this.exitCode = exitCode
  }
}
