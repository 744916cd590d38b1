import { useId, useState } from 'react'
import type { SetupProgress } from '../../../shared/contract/setup.ts'
import { domainNameSchema } from '../../../shared/domain/primitives.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { FieldFrame } from '../../forms/field-frame.tsx'
import { t } from '../../text/t.ts'
import { TokenInput } from '../../ui/token-input.tsx'
import { ApplyBox } from './apply-box.tsx'
import type { SetupFacts } from './device-choice.ts'
import { PlainField } from './plain-field.tsx'
import { textsIn } from './setup-answers.ts'

export interface YouStepProps {
  facts: SetupFacts
  answers: SetupProgress['answers']
  onDone: (answers: SetupProgress['answers']) => void
}

/** Host name and domains, as far as the program found them. */
export function YouStep({ facts, answers, onDone }: YouStepProps) {
  const { client } = useEngine()
  const { computer } = facts
  const id = useId()
  const [hostname, setHostname] = useState(computer.hostname)
  const [domains, setDomains] = useState<readonly string[]>(textsIn(answers.domains) ?? computer.domains)
  const wished = hostname.trim()
  const changed = wished !== computer.hostname
  const valid = domainNameSchema.safeParse(wished).success
  const wrong = domains.find((domain) => !domainNameSchema.safeParse(domain).success)
  const apply = async () => {
    if (changed) await client.settings.update({ ...(await client.settings.get()), hostname: wished })
  }
  return (
    <div className="flex flex-col gap-4">
      <PlainField
        label={t('Name of this mail server')}
        value={hostname}
        onChange={setHostname}
        hint={t('Found: {from}. Other servers see it; straight delivery needs one that DNS knows.', {
          from: computer.hostnameFrom,
        })}
      />
      <FieldFrame
        id={id}
        label={t('Your mail domains')}
        hint={t('What stands behind the @ of your own addresses. Devices may then send as these only.')}
        error={null}
      >
        <TokenInput
          id={id}
          values={domains}
          onChange={(next) => setDomains([...new Set(next.map(behindAt))])}
          placeholder="office.example"
          describedBy={`${id}-note`}
        />
      </FieldFrame>
      <ApplyBox
        does={changed ? [t('Names this server {name}.', { name: wished })] : []}
        problem={
          !valid
            ? t('Write a name such as relay.office.example.')
            : wrong === undefined
              ? null
              : t('“{domain}” is no mail domain. Write it as in office.example.', { domain: wrong })
        }
        apply={apply}
        onDone={() => onDone({ domains: [...domains] })}
      />
    </div>
  )
}

/** Who is asked for a domain often gives an address. */
function behindAt(text: string): string {
  return text.slice(text.lastIndexOf('@') + 1).toLowerCase()
}
