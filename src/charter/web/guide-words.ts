/** The guided path through the demo: what is wrong, and why kensho knows. */
export const guide = {
  title: { ja: 'デモの案内', en: 'A guided look at the demo' },
  start: { ja: '二分で見て回る', en: 'Look around in two minutes' },
  invitation: {
    ja: 'これは作りものの事業者です。何が守られていないか、なぜそれが分かるかを、六か所で見られます。',
    en: 'This operator is made up. Six stops show what does not hold, and why kensho knows.',
  },
  own: { ja: '自分の網ではじめる', en: 'Begin with your own network' },
  notYet: {
    ja: 'この憲章は、まだ誰も施行していません。網を持ち込むところから、順にはじめられます。',
    en: 'Nobody has put this charter into force yet. Begin by bringing your network, and go on step by step.',
  },
  begin: { ja: 'はじめる', en: 'Begin' },
  next: { ja: '次の所へ', en: 'Next stop' },
  back: { ja: '前の所へ', en: 'Stop before' },
  leave: { ja: '案内を終える', en: 'Leave the guide' },
  of: (stop: number, all: number) => ({ ja: `${stop} / ${all}`, en: `${stop} of ${all}` }),
  stops: {
    board: {
      ja: '左は憲章そのもの、右の余白はいまの姿です。2.1 は守られていません。受電盤一つで音声が止まるからだと、余白が理由まで述べています。',
      en: 'On the left stands the charter itself, in the margin how it stands now. 2.1 does not hold, and the margin says why: one power panel takes down a voice service.',
    },
    fails: {
      ja: 'その受電盤を失わせた姿です。kensho は網のすべてを一つずつ取り除いて確かめ、これを見つけました。ほかの機器を選んで、失わせてみてください。',
      en: 'This is what goes dark with that panel. Kensho took away every single thing of the network to find it. Choose another and let it fail.',
    },
    clause: {
      ja: '2.1 の頁です。帯はこの一年の移り変わり。日をさかのぼると、ある変更の前までは守られていたと分かります。免除を願うのも、直すのも、ここからです。',
      en: 'The page of 2.1. The strip is its year: go back day by day, and it held until a certain change. Waivers and repairs begin here, too.',
    },
    maintenance: {
      ja: '回線事業者のメールから分かったことです。互いを知らない二社の工事が同じ夜に重なり、二時間のあいだデータが止まります。メールを開けば、読みとその根拠が並んでいます。',
      en: 'What carriers’ mails amount to. Two providers that know nothing of each other work in one night, and for two hours a data service is down. Open a mail to see how it was read, and from what.',
    },
    ledger: {
      ja: '判定のもとになった事実は、すべて改ざんの分かる台帳にあります。一件を開くと、証明の図と、kensho なしで検証する一行が出ます。',
      en: 'Every fact behind a verdict stands in a ledger that shows tampering. Open one: its proof is drawn, with a line that verifies it without kensho.',
    },
    begin: {
      ja: '次は自分の網で。文書一つで、最初の判定が出ます。',
      en: 'Now your own network: one document gives the first verdict.',
    },
  },
} as const
