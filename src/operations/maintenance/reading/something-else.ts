/** An answer is awaited, an office is open, a paper is dated: no time of the work. */
export const SOMETHING_ELSE =
  /\b(?:by|before|no later than|latest|deadline|due|respond|response|reply|replies|answer|feedback|contact|call|confirm(?:ation)?|object(?:ion)?|approv\w*|valid|expir\w*|office|business hours|open(?:ing)?|copyright|sent|issued|created|published|notified|informed|announced|received|version|since|valid|freeze|holiday|invoice|contract|policy|next (?:update|notice|mail)|further (?:update|notice))\b|までに|以前|期限|締|回答|ご連絡|返信|返答|営業|受付|休業|休日|年末年始|発行|送信|ご案内(?:し|いた)|お知らせ(?:し|いた)|改訂|更新|©/i
