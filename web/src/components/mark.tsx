/** The lookout on the horizon. */
export const Mark = () => (
  <svg width="28" height="28" viewBox="0 0 32 32" fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" aria-hidden>
    <path d="M3 25h26M7 20a9 9 0 0 1 18 0" />
    <circle cx="16" cy="19" r="2.6" fill="currentColor" stroke="none" />
  </svg>
);
