import type { CommandName, CommandReply, ConsoleFrame, ServerFrame } from '../wire/console.ts';
import type { StaffRole } from './ports.ts';

/** A signed-in member of staff, as the console's adapter knows one. */
export interface StaffIdentity {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
}

/** One open console window. */
export interface ConsoleLine {
  /** Frames from the console, already checked. */
  hear(frame: ConsoleFrame): void;
  /** The window closed or its line broke. */
  close(): void;
}

/** Outcome of looking at a one-time link. */
export type InvitationView =
  | { readonly status: 'open'; readonly name: string; readonly role: StaffRole }
  | { readonly status: 'void' };

/**
 * What the console's adapter may do. `app` implements it; the adapter does sessions, cookies and frames only.
 */
export interface DeskDoor {
  /** The active member of staff behind an account id of the staff database, or null. */
  staff(id: string): Promise<StaffIdentity | null>;
  /** `body` has passed `commands[name]`. */
  command(by: StaffIdentity, name: CommandName, body: unknown): Promise<CommandReply>;
  /** Opens a live line; `send` is called at once with the desk and then with every change. */
  openLine(who: StaffIdentity, send: (frame: ServerFrame) => void): ConsoleLine;
  /** An invitation (or first set-up) link's secret. */
  invitation(secret: string): Promise<InvitationView>;
  /**
   * Uses the invitation: the account was made in the staff database under `id`, and signs in as `name` (which the
   * person chose where the invitation carries none). Void invitations are refused. Rejects only when nothing was done.
   */
  useInvitation(
    secret: string,
    id: string,
    name: string,
  ): Promise<{ readonly status: 'done' } | { readonly status: 'void' }>;
  /** Records a sign-in for the audit. */
  signedIn(who: StaffIdentity): Promise<void>;
}

/** Accounts of the staff database, for the commands that make them. Implemented by the adapter that owns it. */
export interface StaffAccounts {
  /** Makes an account with a password. `taken`: the name is in use. `weak`: the password is too short or too common. `invalid`: not a name. */
  create(
    name: string,
    password: string,
  ): Promise<
    { readonly status: 'created'; readonly id: string } | { readonly status: 'taken' | 'weak' | 'invalid' }
  >;
  /** Removes the account with all its sessions; an unknown id changes nothing. */
  remove(id: string): Promise<void>;
}
