/**
 * For requests that apply events only while they are shown: what happened in between is not in their cache, so they ask
 * anew each time they come into view, and show what they had until the answer is there.
 */
export const ASK_ANEW = { refetchOnMount: 'always' } as const
