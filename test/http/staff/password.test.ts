import { describe, expect, test } from 'vitest';
import { foldName, readName } from '../../../src/http/staff/name.ts';
import { hashPassword, verifyPassword } from '../../../src/http/staff/password.ts';
import { isWeak } from '../../../src/http/staff/weak-password.ts';

describe('a password hash', () => {
  test('is Argon2id with the OWASP parameters and a salt of its own', async () => {
    const [one, two] = await Promise.all([hashPassword('the same words'), hashPassword('the same words')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/u);
    expect(one).not.toBe(two);
  });

  test('fits its password and no other', async () => {
    const hash = await hashPassword('the same words');
    expect(await verifyPassword({ hash, password: 'the same words' })).toBe(true);
    expect(await verifyPassword({ hash, password: 'the same word' })).toBe(false);
    expect(await verifyPassword({ hash, password: '' })).toBe(false);
  });

  // phc-winner-argon2, src/test.c: argon2id, version 0x13, t=2, m=2^16, p=1, "password", "somesalt".
  const published = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  test.each<[string, string, string, boolean]>([
    ['the published vector', published, 'password', true],
    ['the published vector with another password', published, 'passwore', false],
    ['the published vector with a changed byte', published.replace('CTFh', 'CTFi'), 'password', false],
    ['another algorithm', published.replace('argon2id', 'argon2i'), 'password', false],
    ['nothing', '', 'password', false],
    ['garbage', '$argon2id$v=19$m=,t=,p=$$', 'password', false],
  ])('reads %s', async (_name, hash, password, fits) => {
    expect(await verifyPassword({ hash, password })).toBe(fits);
  });
});

describe('a password', () => {
  test.each<[string, string, boolean]>([
    ['eleven characters', 'xu7 pw qz 3', true],
    ['twelve characters', 'xu7 pw qz 3k', false],
    ['a sentence', 'con mèo ngủ trên bếp', false],
    ['one character held down', 'aaaaaaaaaaaaaaaa', true],
    ['a pattern of two', 'abababababababab', true],
    ['digits counting up', '1234567890123', true],
    ['digits counting down and a name', 'Lan0987654321', true],
    ['the first word of all lists', 'Password12345!', true],
    ['the Vietnamese one', 'matkhau123456', true],
    ['the Vietnamese one with marks', 'Mật khẩu 2026', true],
    ['the own name and a year', 'Nguyễn Thị Lan 1990', true],
    ['a keyboard row', 'qwertyuiop123', true],
    ['the program and a year', 'hien@2026hien', true],
    ['a common word beside three others', 'dragon vụt qua núi lửa', false],
    ['longer than is hashed', 'dài quá '.repeat(17), true],
  ])('of %s: %j is weak: %s', (_name, password, weak) => {
    expect(isWeak(password, 'Nguyễn Thị Lan')).toBe(weak);
  });
});

describe('a name', () => {
  test.each<[string, string, string | null]>([
    ['two letters', 'An', 'An'],
    ['one letter', 'A', null],
    ['sixty-four letters', 'ă'.repeat(64), 'ă'.repeat(64)],
    ['sixty-five letters', 'ă'.repeat(65), null],
    ['a Vietnamese name, taken apart', 'Nguyễn Thị Lan'.normalize('NFD'), 'Nguyễn Thị Lan'],
    ['spaces around', '  Lan Anh ', 'Lan Anh'],
    ['two spaces within', 'Lan  Anh', null],
    ['a Khmer name', 'សុខា', 'សុខា'],
    ['points, hyphens and apostrophes', "Y. H'Loan-Ê", "Y. H'Loan-Ê"],
    ['digits only', '12345', null],
    ['an invisible character', 'La\u200bn', null],
    ['a direction mark', 'Lan\u202e', null],
    ['a line break', 'Lan\nAnh', null],
    ['markup', '<b>Lan</b>', null],
    ['nothing', '', null],
  ])('with %s: %j is read as %j', (_name, typed, name) => {
    expect(readName(typed)).toBe(name);
  });

  test('is the same in any case and width, not with other marks', () => {
    expect(foldName('ĐỖ Ｌan')).toBe(foldName('đỗ lan'.normalize('NFD')));
    expect(foldName('Lan')).not.toBe(foldName('Lạn'));
  });
});
