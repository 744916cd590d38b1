/** Answers come back as they were kept, perhaps by another version: nothing is taken for granted. */
export function textsIn(answer: unknown): readonly string[] | null {
  return Array.isArray(answer) && answer.every((each) => typeof each === 'string') ? answer : null
}
