import { fireEvent, screen, within } from '@testing-library/react'

export function press(name: string, inside?: HTMLElement): void {
  const scope = inside ? within(inside) : screen
  fireEvent.click(scope.getByRole('button', { name }))
}

export function type(field: HTMLElement, value: string): void {
  fireEvent.change(field, { target: { value } })
}

export function pick(field: HTMLElement, value: string): void {
  fireEvent.change(field, { target: { value } })
}
