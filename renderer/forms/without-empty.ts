import type { FieldValues, Resolver } from 'react-hook-form'

/**
 * Text fields hold '' where the schema wants the key absent: these keys are left out before the schema looks. Ways with
 * dots reach into nested objects.
 */
export function leavingOutEmpty<Input extends FieldValues, Output>(
  ways: readonly string[],
  resolver: Resolver<Input, unknown, Output>,
): Resolver<Input, unknown, Output> {
  return (values, context, options) =>
    resolver(
      ways.reduce((all, way) => leaveOut(all, way.split('.')), values as FieldValues) as Input,
      context,
      options,
    )
}

function leaveOut(values: FieldValues, [key = '', ...rest]: readonly string[]): FieldValues {
  const inner: unknown = values[key]
  if (rest.length > 0) {
    if (typeof inner !== 'object' || inner === null) return values
    return { ...values, [key]: leaveOut(inner as FieldValues, rest) }
  }
  if (inner !== '' && inner !== undefined && inner !== null) return values
  const { [key]: _empty, ...others } = values
  return others
}
