/** An envelope slot in a rounded square. */
export function Logo() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" className="shrink-0">
      <rect width="18" height="18" rx="4.5" className="fill-accent" />
      <path
        d="M3.5 6.2h11M5 6.2v6.3h8V6.2"
        fill="none"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
        className="stroke-on-accent"
      />
      <path
        d="m5 6.6 4 3 4-3"
        fill="none"
        strokeWidth="1.5"
        strokeLinejoin="round"
        className="stroke-on-accent"
      />
    </svg>
  )
}
