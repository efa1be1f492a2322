/** Which of them administrators look at. */
export const packageStates = ['locked', 'orphaned'] as const
export type PackageState = (typeof packageStates)[number]
