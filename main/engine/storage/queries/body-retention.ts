/** How long bodies stay after the last recipient is done, in milliseconds; 0 removes them with the last result. */
export interface BodyRetention {
  milliseconds: number
}
