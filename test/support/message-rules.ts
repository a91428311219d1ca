/**
 * The rules of wording that a program can check (safety-content §4.1). `question` is put as the direct answer to the
 * last one, so it may name danger; a `bubble` may be read over a shoulder; a `card` has four lines.
 */
export type MessageKind = 'bubble' | 'question' | 'card' | 'label';

const limits = { syllables: 20, lines: 3, cardLines: 4, preview: 100, symptoms: 5 } as const;

/** Everything a text does wrong, in words; empty when it keeps every rule. */
export function checkText(text: string, kind: MessageKind): string[] {
  return [
    ...tone(text),
    ...numbers(text),
    ...lines(text, kind),
    ...sentences(text),
    ...(kind === 'label' ? labels(text) : []),
    ...(kind === 'bubble' ? preview(text) : []),
  ];
}

/** Words that a text must never hold, with the rule behind each. */
const never: readonly (readonly [RegExp, string])[] = [
  [/[!！]/u, 'exclamation mark'],
  [/(?:tại|vì|làm) sao|sao (?:bạn|em) (?:lại|không)/iu, 'asks why'],
  [/😀|😁|😂|😃|😄|😊|🎉|❤|👍/u, 'emoji of joy'],
  [
    /chịu đựng|nhẫn nhịn|nhịn đi|hòa giải|làm lành|tha thứ|vì con cái|vì các con/iu,
    'asks to endure or make up',
  ],
  [/xin lỗi (?:chồng|vợ|người đó|anh ta|họ)/iu, 'asks to apologise'],
  [/(?:bạn|em) (?:nên|phải|hãy) (?:bỏ đi|rời|ly hôn|ở lại|về nhà)/iu, 'tells to leave or stay'],
  [/cam kết|bảo đảm|đảm bảo|chắc chắn sẽ|tuyệt đối/iu, 'promises'],
  [/giữ bí mật|bí mật tuyệt|không ai biết/iu, 'promises secrecy'],
  [/(?:đã|vừa) (?:gọi|báo) công an/iu, 'claims that the police were called'],
  [/đánh trả|chống trả|đối đầu/iu, 'advises fighting back'],
  [/phong tục|truyền thống/iu, 'excuses by custom'],
  [/nạn nhân|thủ phạm/iu, 'names people by what was done'],
  [/có thật|nói dối|bịa/iu, 'doubts'],
  [/thôi mà|có gì đâu|chuyện vặt|(?<!không phải )chuyện nhỏ/iu, 'makes it small'],
  [
    /(?:người trực|cô chú)(?: trực)? (?:sẽ|sắp) (?:nhắn|gọi|trả lời|tới|vào|đến)/iu,
    'promises that a person comes',
  ],
  [/(?:mình|tôi|đây) là (?:người trực|cô chú|nhân viên|tư vấn viên)/iu, 'pretends to be human'],
  [
    /cho (?:mình|tôi) biết (?:tên|số điện thoại|địa chỉ)|(?:bạn|em) (?:tên gì|ở số nhà nào)|gửi (?:ảnh|địa chỉ) (?:cho mình|vào đây)/iu,
    'asks who or where she is',
  ],
  [/sẽ (?:bị phạt|bị bắt|đi tù|thắng kiện|được xử)|chắc chắn (?:bị|được)/iu, 'predicts a verdict'],
  [/xem trộm|theo dõi lại|định vị (?:người|máy)|mở khóa máy (?:người|chồng|vợ)/iu, 'helps to trace'],
  [
    /(?:bạn|em) (?:nhắn|gọi|báo) cho (?:chồng|vợ|người đó|người kia|gia đình bên)/iu,
    'sends to the other or the family',
  ],
  [/https?:|www\./iu, 'link in the text'],
  [/cảm ơn (?:bạn|em) đã sử dụng|đánh giá dịch vụ/iu, 'talks like a shop'],
];

const tone = (text: string): string[] =>
  never.filter(([pattern]) => pattern.test(text)).map(([, fault]) => fault);

/** Telephone numbers come from the register: only placeholders stand in texts. */
const numbers = (text: string): string[] =>
  /\d(?:[\s.-]?\d){2,}/u.test(text.replaceAll(/\{[^}]*\}/gu, '')) ? ['telephone number in the text'] : [];

function lines(text: string, kind: MessageKind): string[] {
  const most = kind === 'card' ? limits.cardLines : kind === 'label' ? 1 : limits.lines;
  const count = text.split('\n').length;
  return count > most ? [`${count} lines, at most ${most}`] : [];
}

/** A list of symptoms or things may be longer. */
function sentences(text: string): string[] {
  return text
    .split(/[.?;…\n]+/u)
    .filter((sentence) => sentence.split(/[,:·]/u).length < limits.symptoms)
    .map((sentence) => ({ sentence: sentence.trim(), count: syllables(sentence) }))
    .filter(({ count }) => count > limits.syllables)
    .map(({ sentence, count }) => `${count} syllables: “${sentence}”`);
}

/** Vietnamese writes every syllable by itself. */
const syllables = (sentence: string): number =>
  sentence.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** The assistant calls itself *mình*, so a button that says *mình* would be spoken by nobody. */
const labels = (text: string): string[] =>
  /(?:^|\P{L})mình(?!\p{L})/iu.test(text) ? ['“mình” on a button'] : [];

const telling =
  /bạo lực|bạo hành|đánh|giết|hiếp|cưỡng|xâm hại|tình dục|tự tử|tự sát|muốn chết|bóp cổ|dao|axit|ép cưới|mua bán người|bị nhốt|hành hạ|ngược đãi|quấy rối|ảnh riêng tư/iu;

const preview = (text: string): string[] => {
  const found = telling.exec(text.slice(0, limits.preview));
  return found === null ? [] : [`telling word in the preview: “${found[0]}”`];
};
