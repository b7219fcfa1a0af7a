/** Characters of the shortest password the house takes. */
export const leastPassword = 10;
