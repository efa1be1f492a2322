/** Which of them administrators look at. */
export const accountStates = ['user', 'organization', 'administrator', 'locked', 'unconfirmed', 'deleted'] as const
export type AccountState = (typeof accountStates)[number]
