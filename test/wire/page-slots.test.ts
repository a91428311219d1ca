import { expect, test } from 'vitest';
import { fillPage } from '../../src/wire/page-slots.ts';

const page =
  '<title>{{title|Ghi chú}}</title><a href="{{exit_url|/x.html}}">x</a><a href="{{source_url|}}">s</a><p>{{retention|3 ngày}}.{{read_along|}}</p><ul><!--{{numbers}}--><li>113</li><!--{{/numbers}}--></ul>';

test('an unfilled page stands on its own defaults', () => {
  expect(fillPage(page, {})).toBe(
    '<title>Ghi chú</title><a href="/x.html">x</a><a href="">s</a><p>3 ngày.</p><ul><!--{{numbers}}--><li>113</li><!--{{/numbers}}--></ul>',
  );
});

test('what is said only sometimes stands behind what is always said', () => {
  expect(fillPage(page, { read_along: ' Một chương trình máy khác cũng đọc.' })).toContain(
    '<p>3 ngày. Một chương trình máy khác cũng đọc.</p>',
  );
});

test('values are escaped, also in attributes and with signs that a replacement would read', () => {
  const filled = fillPage(page, { title: '<b>$& "a" & \'b\'', exit_url: 'https://x.vn/?a="1' });
  expect(filled).toContain('<title>&lt;b&gt;$&amp; &quot;a&quot; &amp; &#39;b&#39;</title>');
  expect(filled).toContain('href="https://x.vn/?a=&quot;1"');
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  '//elsewhere.vn',
  '/\\elsewhere.vn',
  'http://plain.vn',
  ' /x',
  '',
])('the address %j falls back to the default', (address) => {
  expect(fillPage(page, { exit_url: address, source_url: address })).toContain(
    '<a href="/x.html">x</a><a href="">s</a>',
  );
});

test('the numbers of the register take the place of the built-in ones', () => {
  const filled = fillPage(page, { numbers: [{ digits: '+84 981 84', label: 'Ở xa & <gần>' }] });
  expect(filled).toContain(
    '<li><a href="tel:+8498184"><b>+84 981 84</b><span>Ở xa &amp; &lt;gần&gt;</span></a></li>',
  );
  expect(filled).not.toContain('113');
});

test('an empty register leaves the built-in numbers standing', () => {
  expect(fillPage(page, { numbers: [] })).toContain('<li>113</li>');
});
