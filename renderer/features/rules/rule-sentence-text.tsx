import type { Rule } from '../../../shared/domain/rule.ts'
import { ruleSentence } from './rule-sentence.ts'

/** Values of the rule stand out; the words between them are quiet. */
export function RuleSentence({ rule }: { rule: Rule }) {
  return (
    <span className="text-quiet">
      {ruleSentence(rule).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never change places.
        <span key={index} className={part.value ? 'font-medium break-words text-text' : ''}>
          {part.text}
        </span>
      ))}
    </span>
  )
}
