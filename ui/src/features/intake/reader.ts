/** What an identity card reader hands over. */
export interface CardText {
  name: string;
  gender: string;
  ethnicity: string;
  address: string;
  idNumber: string;
}

/**
 * Takes a reader's text apart. Readers separate the fields in different ways and orders, so each part is known by its
 * shape: the number by its eighteen places, the ethnicity by 族, the address by the words places end with, the gender by
 * its one character. The name is the first Chinese part left.
 */
export function parseCard(text: string): CardText | null {
  const parts = text
    .split(/[\t\r\n|,，;；#]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const idNumber = parts.find((part) => /^\d{17}[\dXx]$/.test(part)) ?? /\d{17}[\dXx]/.exec(text)?.[0];
  if (idNumber === undefined) return null;
  const words = parts.filter((part) => /\p{Script=Han}/u.test(part) && !part.includes(idNumber));
  const take = (fits: (part: string) => boolean): string => {
    const index = words.findIndex(fits);
    return index < 0 ? "" : (words.splice(index, 1)[0] ?? "");
  };
  const gender = take((part) => part === "男" || part === "女");
  const ethnicity = take((part) => /^\p{Script=Han}{1,5}族$/u.test(part));
  take((part) => /(公安局|分局)$/.test(part));
  const address = take((part) => part.length > 5 && /[省市县区乡镇村州盟旗街路道组号]/.test(part));
  const name = take((part) => /^[\p{Script=Han}·•・．]{1,30}$/u.test(part));
  return { name, gender, ethnicity, address, idNumber: idNumber.toUpperCase() };
}
