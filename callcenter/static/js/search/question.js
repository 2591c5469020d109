// What is asked, as the address has it: the address is the whole search. Pure.

/** Filters that may have several values, in the order their chips stand. */
export const LISTS = ["state", "category", "topic", "ward", "unit", "channel"];
const SINGLE = ["from", "to", "late", "confidential"];

/** "?q=mất+nước&state=new&state=forwarded" -> { q, order, state: [...], ..., from, to, late, confidential } */
export function read(address) {
  const given = new URLSearchParams(address);
  const question = { q: given.get("q") ?? "", order: given.get("order") ?? "best" };
  for (const name of LISTS) question[name] = [...new Set(given.getAll(name))].filter(Boolean);
  for (const name of SINGLE) question[name] = given.get(name) ?? "";
  return question;
}

/** The other way round; empty parts are left out. A space at the end of `q` says that its last word is whole. */
export function written(question) {
  const said = new URLSearchParams();
  if (question.q) said.set("q", question.q);
  for (const name of LISTS) for (const value of question[name]) said.append(name, value);
  for (const name of SINGLE) if (question[name]) said.set(name, question[name]);
  if (question.order !== "best") said.set("order", question.order);
  return said.toString();
}

/** Whether anything is asked at all. */
export function isBlank(question) {
  return !written({ ...question, order: "best" });
}
