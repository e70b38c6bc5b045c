/** A file that exports no contract. */
export const nothing = 1;
