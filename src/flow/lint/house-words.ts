/** Words that betray the subject in a preview (safety-content §4.1). */
export const telling =
  /bạo lực|bạo hành|đánh|giết|hiếp|cưỡng|xâm hại|tình dục|tự tử|tự sát|muốn chết|bóp cổ|dao|axit|ép cưới|mua bán người|bị nhốt|hành hạ|ngược đãi|quấy rối|ảnh riêng tư/iu;

/** Words and signs that the house does not use with people (safety-content §4.1, "Must never" and "Address"). */
export const avoided: readonly RegExp[] = [
  /[!！]/u,
  /(?:tại|vì|làm) sao|sao (?:bạn|em) (?:lại|không)/iu,
  /chịu đựng|nhẫn nhịn|nhịn đi|hòa giải|làm lành|tha thứ|vì con cái|vì các con/iu,
  /cam kết|bảo đảm|đảm bảo|chắc chắn sẽ|tuyệt đối/iu,
  /giữ bí mật|bí mật tuyệt|không ai biết/iu,
  /đánh trả|chống trả|đối đầu/iu,
  /nạn nhân|thủ phạm/iu,
  /cảm ơn (?:bạn|em) đã sử dụng/iu,
];

/** Words for grown-ups: a child is *em* and meets *cô chú trực*. *Bạn đó*, *bạn học* are other people. */
export const adultWords =
  /(?<!\p{L})(?:bạn(?! (?:đó|ấy|học|bè|cùng|trai|gái|nhỏ|khác))|người trực)(?!\p{L})/iu;
