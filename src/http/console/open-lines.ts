/** The live lines of this process by session, so that a sign-out ends them at once. */
export interface OpenLines {
  /** Returns the function that takes the line out. */
  add(session: string, end: () => void): () => void;
  endAll(session: string): void;
}

export function openLines(): OpenLines {
  const lines = new Map<string, Set<() => void>>();
  return {
    add(session, end) {
      const ofSession = lines.get(session) ?? new Set();
      lines.set(session, ofSession.add(end));
      return () => {
        ofSession.delete(end);
        if (ofSession.size === 0 && lines.get(session) === ofSession) lines.delete(session);
      };
    },
    endAll(session) {
      for (const end of lines.get(session) ?? []) end();
    },
  };
}
