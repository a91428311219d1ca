import { randomUUID } from 'node:crypto';
import type { StaffAccounts } from '../../app/desk-door.ts';
import type { Auth } from './auth.ts';
import { foldName, readName } from './name.ts';
import { hashPassword } from './password.ts';
import { isWeak } from './weak-password.ts';

/** Accounts with a password, made by the program alone: nobody signs up. */
export function makeStaffAccounts(auth: Auth): StaffAccounts {
  return {
    async create(typedName, password) {
      const name = readName(typedName);
      if (name === null) return { status: 'invalid' };
      if (isWeak(password, name)) return { status: 'weak' };
      if (await isTaken(auth, name)) return { status: 'taken' };
      const id = randomUUID();
      const hash = await hashPassword(password);
      try {
        await addAccount(auth, { id, name, hash });
      } catch (error) {
        // Two at once: the unique column lets one through.
        if (await isTaken(auth, name)) return { status: 'taken' };
        throw error;
      }
      return { status: 'created', id };
    },
    async remove(id) {
      const { internalAdapter } = await auth.$context;
      await internalAdapter.deleteUser(id);
    },
  };
}

async function isTaken(auth: Auth, name: string): Promise<boolean> {
  const { adapter } = await auth.$context;
  const where = [{ field: 'username', value: foldName(name) }];
  return (await adapter.findOne({ model: 'user', where })) !== null;
}

interface NewAccount {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
}

/** Name and password in one transaction: an account without a password would hold its name for ever. */
async function addAccount(auth: Auth, { id, name, hash }: NewAccount): Promise<void> {
  const { adapter } = await auth.$context;
  const now = new Date();
  await adapter.transaction(async (rows) => {
    await rows.create({
      model: 'user',
      forceAllowId: true,
      data: {
        id,
        name,
        username: foldName(name),
        // The library insists on one; `.invalid` never resolves (RFC 2606).
        email: `${id}@staff.invalid`,
        emailVerified: false,
        createdAt: now,
        updatedAt: now,
      },
    });
    await rows.create({
      model: 'account',
      data: {
        userId: id,
        accountId: id,
        providerId: 'credential',
        password: hash,
        createdAt: now,
        updatedAt: now,
      },
    });
  });
}
