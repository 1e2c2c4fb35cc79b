// Generated from crates/api by `cargo xtask codegen`. Do not edit.

/**
 * Access log, newest first.
 */
export type AccessLog = { rows: Array<AccessRow>, 
/**
 * The hash chain of the log holds.
 */
chainWhole: boolean, };

/**
 * One line of the access log.
 */
export type AccessRow = { at: string, actor: string, action: string, actionName: string, subject: string, reason: string, };

/**
 * A work note.
 */
export type AddNote = { id: string, 
/**
 * Code of the note kinds.
 */
kind: string, text: string, 
/**
 * Who acted when it was not the person at the desk, for example the duty lawyer; empty otherwise.
 */
onBehalfOf: string, 
/**
 * Minutes spent; 0 when not counted.
 */
minutes: number, };

/**
 * A new member of staff; with a login an account with a one-time password is made.
 */
export type AddStaff = { 
/**
 * Empty for people without an account.
 */
login: string, name: string, role: string, windows: Array<string>, phone: string, unit: string, 
/**
 * Disputes this person knows well, by code; for mediators.
 */
fields: Array<string> | null, 
/**
 * Kind of mediator, by code.
 */
qualification: string | null, 
/**
 * First password, to be changed at the first login; empty without a login.
 */
oneTimePassword: string, };

/**
 * Answers a possible conflict of interest.
 */
export type AnswerFinding = { id: string, finding: string, answer: string, reason: string, };

/**
 * Hands the ticket to somebody.
 */
export type AssignTicket = { id: string, version: string, assigneeId: string, note: string, };

/**
 * A backup that was opened and counted.
 */
export type BackupDone = { file: string, at: string, tickets: number, entries: number, bytes: string, };

/**
 * A backup as it lies on the disk.
 */
export type BackupFile = { file: string, 
/**
 * When it was begun, RFC 3339; empty for a file the program did not name.
 */
at: string, bytes: string, };

/**
 * Backups on this machine, newest first.
 */
export type BackupList = { backups: Array<BackupFile>, };

/**
 * Names a parameter.
 */
export type ByCode = { code: string, };

/**
 * Names one record.
 */
export type ById = { id: string, };

/**
 * A number to open.
 */
export type ByNumber = { number: string, };

/**
 * Names an issued paper.
 */
export type ByPaper = { number: string, };

/**
 * Names a kind of paper.
 */
export type ByPaperKind = { kind: string, };

/**
 * Names an imported table.
 */
export type CalendarTable = { layer: string, year: number, };

/**
 * The table of one year.
 */
export type CalendarYear = { year: number, 
/**
 * `national` or `local`.
 */
layer: string, 
/**
 * Came with the program.
 */
bundled: boolean, daysOff: number, makeUpDays: number, sources: Array<string>, disputed: boolean, };

/**
 * Years with a table, newest first.
 */
export type CalendarYears = { years: Array<CalendarYear>, 
/**
 * This year or the next has no table yet: its days are 估算.
 */
estimated: Array<number>, };

/**
 * A card as it was read from a file, scanned or typed.
 */
export type CardText = { card: string, };

/**
 * Everything the screens are drawn from.
 */
export type Catalogue = { windows: Array<Window>, channels: Array<Choice>, groups: Array<Choice>, idKinds: Array<Choice>, genders: Array<Choice>, ethnicities: Array<Choice>, educations: Array<Choice>, partyRoles: Array<Choice>, materialForms: Array<Choice>, ratingLevels: Array<Choice>, roles: Array<Choice>, ticketStates: Array<Choice>, papers: Array<PaperKind>, deliveryWays: Array<Choice>, deliveryReceivers: Array<Choice>, 
/**
 * Reasons for which nobody shows a document (无证件).
 */
noDocumentReasons: Array<Choice>, 
/**
 * Kinds of work notes.
 */
noteKinds: Array<Choice>, };

/**
 * A new password for the own account.
 */
export type ChangePassword = { oldPassword: string, newPassword: string, };

/**
 * One choice of a dictionary.
 */
export type Choice = { code: string, name: string, 
/**
 * Keys that find it: pinyin initials and the like.
 */
keys: Array<string>, 
/**
 * Opens the green channel (绿色通道); only for groups.
 */
green: boolean, };

/**
 * What the clerk decided about a possible conflict of interest.
 */
export type ConflictAnswer = { 
/**
 * Key of the finding, from the check.
 */
finding: string, 
/**
 * `same` (回避), `different` or `pending` (待核).
 */
answer: string, reason: string, };

/**
 * A possible conflict of interest (利益冲突).
 */
export type ConflictFinding = { 
/**
 * Names the finding in the clerk's answer.
 */
key: string, 
/**
 * `certain`, `likely` or `possible`.
 */
strength: string, 
/**
 * Party of this form it is about.
 */
partyName: string, 
/**
 * What happened, in one sentence, without the other side's secrets.
 */
sentence: string, 
/**
 * Staff who must stay away from this matter.
 */
excludedStaff: Array<string>, ticketNumber: string, };

/**
 * Differences waiting for a decision.
 */
export type ConflictList = { conflicts: Array<FieldConflict>, };

/**
 * An issued paper to print again.
 */
export type CopyPaper = { number: string, 
/**
 * With the mark 补打 across it; otherwise the file is the one that was issued, byte for byte.
 */
marked: boolean, 
/**
 * Queue, or `file` when it is saved.
 */
printer: string, };

/**
 * A decision about a proposal.
 */
export type DecideProposal = { ticketId: string, version: string, 
/**
 * `void` or `reopen`.
 */
kind: string, 
/**
 * Follows it; otherwise refuses it.
 */
follow: boolean, reason: string, };

/**
 * The citizen does not want to rate.
 */
export type DeclineRating = { token: string, };

/**
 * Papers that were handed over.
 */
export type DeliverPapers = { ticketId: string, 
/**
 * Their numbers.
 */
papers: Array<string>, 
/**
 * Code of `deliveryWays`.
 */
way: string, 
/**
 * `YYYY-MM-DD`, not in the future.
 */
day: string, place: string, 
/**
 * Code of `deliveryReceivers`; empty where nobody signed.
 */
receiver: string, receiverName: string, reason: string, witness: string, evidence: string, consent: boolean, note: string, };

/**
 * The delivery is recorded.
 */
export type Delivered = { 
/**
 * Name of the step of the procedure that was taken with it; empty for none.
 */
step: string, 
/**
 * Limits run from that step.
 */
starts: boolean, };

/**
 * Papers that were handed over.
 */
export type DeliveryView = { wayName: string, 
/**
 * `YYYY-MM-DD`.
 */
day: string, place: string, receiverName: string, 
/**
 * In what relation to the addressee; empty where nobody signed.
 */
relationName: string, reason: string, witness: string, evidence: string, note: string, recordedAt: string, recordedBy: string, };

/**
 * What this desk tells another one of itself; nothing in it is secret.
 */
export type DeskCard = { 
/**
 * For a file, a printed code, or to be typed: begins with FCC1.
 */
text: string, 
/**
 * Both sides compare it by telephone.
 */
fingerprint: string, siteName: string, segment: string, 
/**
 * `centre`, `station` or `room`.
 */
tier: string, deskName: string, mark: string, device: string, 
/**
 * What that desk would be here: `superior`, `subordinate` or `sibling`; empty for the own card.
 */
relation: string, 
/**
 * It is enrolled here already, so that enrolling it again takes its new keys.
 */
enrolled: boolean, };

/**
 * A step that took effect.
 */
export type DoneStep = { entry: string, code: string, name: string, window: string, 
/**
 * `YYYY-MM-DD`.
 */
day: string, at: string, actor: string, text: string, 
/**
 * A later step ended its effect.
 */
undone: boolean, };

/**
 * A kept form.
 */
export type Draft = { id: string, title: string, content: string, savedAt: string, };

/**
 * Kept forms, newest first.
 */
export type DraftList = { drafts: Array<DraftRow>, };

/**
 * A form kept for later.
 */
export type DraftRow = { id: string, title: string, savedAt: string, };

/**
 * Work list of probable duplicates.
 */
export type DuplicateList = { rows: Array<DuplicateRow>, };

/**
 * Probably the same person twice.
 */
export type DuplicateRow = { first: SamePerson, second: SamePerson, reasons: Array<string>, score: number, };

/**
 * Who is on duty on which day; a list per day.
 */
export type DutyDay = { 
/**
 * `YYYY-MM-DD`.
 */
day: string, staffIds: Array<string>, };

/**
 * Duty roster of a span of days.
 */
export type DutyRoster = { days: Array<DutyDay>, };

/**
 * Span of days, both included, at most 62.
 */
export type DutySpan = { from: string, to: string, };

/**
 * An earlier ticket of the visitor.
 */
export type EarlierTicket = { id: string, number: string, day: string, windowName: string, siteName: string, matter: string, stateName: string, 
/**
 * Same matter and still open: likely no second case is needed.
 */
sameMatter: boolean, };

/**
 * Changes fields of a person.
 */
export type EditPerson = { id: string, version: string, changes: Array<FieldChange>, reason: string, };

/**
 * Changes to a member of staff.
 */
export type EditStaff = { id: string, version: string, name: string, role: string, windows: Array<string>, phone: string, unit: string, 
/**
 * As they were where absent.
 */
fields: Array<string> | null, qualification: string | null, active: boolean, };

/**
 * Changes fields of a ticket.
 */
export type EditTicket = { id: string, version: string, changes: Array<FieldChange>, 
/**
 * Needed for high-risk fields.
 */
reason: string, };

/**
 * Ends the ticket with one of its window's outcomes, or refuses it with one of its reasons.
 */
export type EndTicket = { id: string, version: string, outcome: string, text: string, };

/**
 * Enrols another desk, or takes its new keys. Takes two persons.
 */
export type EnrolPeer = { card: string, 
/**
 * As the other side read it out.
 */
fingerprint: string, };

/**
 * A slip that was entered as a ticket.
 */
export type EnterSlip = { number: string, ticketNumber: string, };

/**
 * How exchange stands at this desk.
 */
export type ExchangeBoard = { 
/**
 * Short code of the own series.
 */
stateCode: string, 
/**
 * This desk sends to a centre; the next three count the tickets written here.
 */
hasCentre: boolean, notExported: number, exported: number, confirmed: number, peers: Array<PeerRow>, };

/**
 * What goes on with files, for a look beside the work on them.
 */
export type ExchangeNow = { 
/**
 * `checking`, `trying`, `backing_up`, `applying`, `writing` or `reading_back`; empty for nothing.
 */
doing: string, 
/**
 * Entries that are done, and all of them; 0 while that is unknown.
 */
done: number, total: number, 
/**
 * Files kept here that wait for others.
 */
waitingFiles: number, 
/**
 * Tickets with different values side by side.
 */
conflicts: number, };

/**
 * Files that were written.
 */
export type ExportDone = { files: Array<WrittenFile>, 
/**
 * Short code of the own series, for the slip.
 */
stateCode: string, };

/**
 * Writes files for another desk.
 */
export type ExportPackage = { device: string, 
/**
 * `confirmed`: everything after what it confirmed. `last_file`: only what is in no file yet.
 */
since: string, 
/**
 * Folder on the stick.
 */
folder: string, };

/**
 * One field and its new text; an empty text clears the field.
 */
export type FieldChange = { field: string, value: string, };

/**
 * A field with different values from different places (两处不同).
 */
export type FieldConflict = { 
/**
 * `ticket` or `person`.
 */
subjectKind: string, subjectId: string, ticketId: string, visitor: string, field: string, fieldName: string, 
/**
 * Name, id number, amount or day: never chosen by the program, a reason is needed.
 */
highRisk: boolean, versions: Array<Version>, };

/**
 * A wrong or doubtful field of the form.
 */
export type FieldNotice = { 
/**
 * Path of the field, for example `visitor.id_number` or `tickets[0].parties[1].credit_code`.
 */
field: string, code: string, message: string, hint: string, 
/**
 * The form cannot be saved with it.
 */
blocks: boolean, };

/**
 * A field of the overview.
 */
export type FieldView = { field: string, label: string, value: string, kind: string, editable: boolean, conflict: FieldConflict | null, };

/**
 * One line of the list of a file.
 */
export type FileLine = { name: string, 
/**
 * 必须; otherwise 按需.
 */
must: boolean, held: boolean, 
/**
 * How it comes into the file.
 */
how: string, };

/**
 * Ends a bad-rating task.
 */
export type FinishRatingTask = { id: string, result: string, };

/**
 * Another desk of the hall.
 */
export type HallPeer = { device: string, siteName: string, deskName: string, 
/**
 * It gave a sign of life within the last two minutes.
 */
awake: boolean, 
/**
 * When its newest letter was taken in; empty for never.
 */
heardAt: string, 
/**
 * Entries for it that it has not confirmed.
 */
waiting: number, 
/**
 * Why its newest letter was not taken in, with the next step; empty when it was.
 */
troubleText: string, troubleHint: string, };

/**
 * How the hall stands, as seen from this desk.
 */
export type HallState = { 
/**
 * Empty where there is none.
 */
folder: string, store: HallStore, seconds: number, 
/**
 * `off`, `starting` until the first round is over, `good` or `trouble`.
 */
stage: string, 
/**
 * What is wrong with the place, with the next step; empty for nothing.
 */
trouble: string, troubleText: string, troubleHint: string, 
/**
 * When the last whole round ended; empty for never since the program began.
 */
roundAt: string, 
/**
 * Counts what has come in since the program began: screens that show lists read them anew when it grows.
 */
arrivals: number, peers: Array<HallPeer>, };

/**
 * An object store and as whom it is spoken to; the secret is never shown again.
 */
export type HallStore = { 
/**
 * `https://` with host and perhaps port; empty for no store.
 */
endpoint: string, bucket: string, 
/**
 * Folder in the bucket.
 */
prefix: string, 
/**
 * Empty for stores without regions.
 */
region: string, keyId: string, 
/**
 * An address of the local network may be spoken to over `http://`.
 */
plain: boolean, };

/**
 * A desk that goes to others, all of it at once.
 */
export type HandOver = { fromId: string, parts: Array<HandOverPart>, reason: string, };

/**
 * Every open ticket of the one who leaves.
 */
export type HandOverList = { rows: Array<HandOverRow>, };

/**
 * Who takes a ticket.
 */
export type HandOverPart = { ticketId: string, toId: string, };

/**
 * One open ticket of the one who leaves.
 */
export type HandOverRow = { ticketId: string, number: string, window: string, visitor: string, matter: string, restricted: boolean, green: boolean, stateName: string, due: string, daysLeft: number | null, 
/**
 * Who would take it; empty for nobody.
 */
toId: string, 
/**
 * Why it cannot go this way, in words; empty when it can.
 */
whyNot: string, };

/**
 * The income under which an applicant counts as poor today.
 */
export type HardshipLine = { 
/**
 * Yuan a head and month; empty while the allowance is not set.
 */
line: string, 
/**
 * The arithmetic in words.
 */
arithmetic: string, unverified: boolean, };

/**
 * 工作台.
 */
export type Home = { tiles: Array<WindowTile>, tasks: Array<TaskRow>, taskCount: number, conflicts: Array<FieldConflict>, conflictCount: number, 
/**
 * Next rest days and make-up days, one sentence; empty when none are near.
 */
calendarNote: string, 
/**
 * When the last backup was made and checked, RFC 3339; empty when never.
 */
lastBackup: string, 
/**
 * Why the newest try of a backup failed; empty when it did not.
 */
backupFault: string, draftCount: number, 
/**
 * Bad ratings waiting for a second person.
 */
ratingTaskCount: number, 
/**
 * Home visits of today and before that were ordered and not made.
 */
homeVisits: number, 
/**
 * Proposals that wait for somebody else's decision.
 */
proposals: number, 
/**
 * Referrals without an answer.
 */
referrals: number, 
/**
 * Supervisions (督办) the person holds or watches over, and all that are not closed.
 */
mySupervisions: number, supervisions: number, };

/**
 * Home visits by moment, the earliest first.
 */
export type HomeVisitList = { rows: Array<HomeVisitRow>, };

/**
 * A home visit that was ordered and nobody has made yet. Of a restricted ticket only when and who goes, for readers
 * without the right.
 */
export type HomeVisitRow = { ticketId: string, number: string, window: string, visitor: string, matter: string, restricted: boolean, green: boolean, 
/**
 * `YYYY-MM-DDTHH:MM` in China.
 */
at: string, 
/**
 * Below 0 when its day has passed.
 */
daysLeft: number, address: string, forWhat: string, 
/**
 * The two who go.
 */
staff: Array<string>, 
/**
 * Companion and guardian with what they are to the visitor.
 */
companion: string, doNotCall: boolean, doNotAnnounce: boolean, 
/**
 * How the visitor is reached safely.
 */
safeWay: string, };

/**
 * A holiday table to take in.
 */
export type ImportCalendar = { 
/**
 * `national` or `local`.
 */
layer: string, 
/**
 * CSV with the columns day, kind, holiday, source.
 */
text: string, };

/**
 * A package to bring in.
 */
export type ImportTemplatePack = { 
/**
 * The file as it is.
 */
text: string, };

/**
 * The whole register with the categories to choose from.
 */
export type InstitutionList = { institutions: Array<InstitutionRow>, categories: Array<Choice>, };

/**
 * One institution of the register.
 */
export type InstitutionRow = { id: string, version: string, name: string, 
/**
 * Windows that refer to it; empty for all.
 */
windows: Array<string>, 
/**
 * Categories it takes; empty for all.
 */
categories: Array<string>, categoryNames: Array<string>, creditCode: string, 
/**
 * Name of the body it is a branch or station of.
 */
branchOf: string, address: string, phone: string, contact: string, 
/**
 * Where its fees are published, and what else is good to know.
 */
note: string, active: boolean, };

/**
 * What the form's content means, computed while typing.
 */
export type IntakeCheck = { notices: Array<FieldNotice>, 
/**
 * Derived from the id number; empty when unknown.
 */
birth: string, gender: string, age: number | null, 
/**
 * Normalised writing of the id number, grouped 6-8-4.
 */
idNumberGrouped: string, samePersons: Array<SamePerson>, earlier: Array<EarlierTicket>, 
/**
 * Per ticket of the form, in order.
 */
tickets: Array<TicketCheck>, 
/**
 * Groups the data suggest, by code.
 */
suggestedGroups: Array<string>, 
/**
 * Nobody else in the register has this phone or address.
 */
contactClear: boolean, 
/**
 * Others with the same phone or address, in words.
 */
contactShared: Array<string>, };

/**
 * A field of a window's own intake form.
 */
export type IntakeField = { code: string, label: string, 
/**
 * `text`, `long_text`, `money`, `day`, `choice` or `yes_no`.
 */
kind: string, choices: Array<Choice>, hint: string, };

/**
 * Several papers of a ticket to print at once.
 */
export type IssueBatch = { ticketId: string, prints: Array<PaperPrint>, 
/**
 * Queue, `file` when they are saved, or empty when each goes where papers of its kind go.
 */
printer: string, };

/**
 * A paper to print: the print is recorded first, then the file goes to the printer.
 */
export type IssuePaper = { ticketId: string, form: string, 
/**
 * Queue, or `file` when it is saved.
 */
printer: string, 
/**
 * Texts for the blanks of this one print.
 */
filled: Array<FieldChange> | null, 
/**
 * Numbers of the papers a proof of delivery (送达回证) is for; those handed over last when absent.
 */
serves: Array<string> | null, };

/**
 * Blank slips to print.
 */
export type IssueSlips = { 
/**
 * 1 to 100.
 */
count: number, 
/**
 * Who takes them.
 */
holder: string, 
/**
 * Queue, or `file` when they are saved.
 */
printer: string, };

/**
 * A volume to print or save.
 */
export type IssueVolume = { ticketId: string, 
/**
 * Texts for the blanks of cover, contents and remarks.
 */
filled: Array<FieldChange> | null, 
/**
 * Queue, or `file` when it is saved.
 */
printer: string, };

/**
 * An issued paper (电子文书库).
 */
export type IssuedPaper = { 
/**
 * 文书号; empty on a paper from before papers had numbers, which cannot be printed again exactly.
 */
number: string, form: string, name: string, edition: string, 
/**
 * Which print of its form it is.
 */
count: number, pages: number, sha256: string, issuedAt: string, issuedBy: string, siteName: string, 
/**
 * Queue; `file` when it was saved.
 */
printer: string, ticketId: string, ticketNumber: string, 
/**
 * `standing`, `followed` by a later print of the same form, or `void`.
 */
state: string, 
/**
 * Count of that later print; 0 for none.
 */
followedBy: number, 
/**
 * Why it is void, by whom and when; empty when it is not.
 */
voidReason: string, voidBy: string, voidAt: string, 
/**
 * How often it was printed again.
 */
copies: number, 
/**
 * The procedure has a step for its delivery, and it waits for that.
 */
awaits: boolean, deliveries: Array<DeliveryView>, };

/**
 * How the key of the database is kept.
 */
export type KeyState = { 
/**
 * Who outside keeps a recovery code; empty for nobody.
 */
escrowHolder: string, 
/**
 * Somebody who had the key has left since it was last changed.
 */
rekeyAdvised: boolean, };

/**
 * A due date with its reason.
 */
export type LimitView = { code: string, 
/**
 * `statutory` or `promised`.
 */
kind: string, title: string, 
/**
 * What has to be done.
 */
name: string, 
/**
 * What it is about, beside others of the same rule; empty for nothing.
 */
subject: string, 
/**
 * Who has to keep it.
 */
keeper: string, 
/**
 * Day the clock started, `YYYY-MM-DD`.
 */
from: string, 
/**
 * `YYYY-MM-DD`; empty while the length is not known.
 */
due: string, 
/**
 * Exact end of a limit in hours, RFC 3339; empty for one in days.
 */
dueAt: string, 
/**
 * Days from today to the due day; negative when passed.
 */
daysLeft: number | null, 
/**
 * The end if no time for supplements were taken out; empty where none was.
 */
dueStrict: string, suspendedDays: number, 
/**
 * The clock has stood still since this day; empty while it runs.
 */
pausedSince: string, 
/**
 * The office's own promise for the same thing; empty for none.
 */
promisedDue: string, promisedDaysLeft: number | null, promisedExplanation: string, 
/**
 * `green`, `yellow`, `red`, `overdue`, `still`; empty once it was met or ended.
 */
light: string, 
/**
 * Day it was met; empty while open.
 */
met: string, metLate: boolean, 
/**
 * Ended without being met.
 */
dropped: boolean, 
/**
 * Passing it is 超期, not only a reminder.
 */
hard: boolean, explanation: string, basis: string, estimated: boolean, 
/**
 * The rule, its length or its pause is not confirmed by a person yet (待核实).
 */
unverified: boolean, };

/**
 * Ties two tickets together.
 */
export type LinkTickets = { id: string, otherId: string, 
/**
 * `related` or `same_matter` (并入已有案件).
 */
relation: string, };

/**
 * A ticket that belongs to this one.
 */
export type LinkedTicket = { id: string, number: string, windowName: string, matter: string, stateName: string, 
/**
 * In words, for example 同一来访 or 由本件转出.
 */
relation: string, };

/**
 * Whose desk would go to whom.
 */
export type ListHandOver = { fromId: string, 
/**
 * Those it is shared among; none to look at the tickets only.
 */
toIds: Array<string>, };

/**
 * Filter of the home visits that were ordered; empty texts filter nothing.
 */
export type ListHomeVisits = { 
/**
 * First and last day, `YYYY-MM-DD`.
 */
from: string, until: string, 
/**
 * Staff id of who goes.
 */
staff: string, window: string, };

/**
 * Which files to list.
 */
export type ListPackages = { 
/**
 * Device; empty for all.
 */
device: string, 
/**
 * 1 to 500.
 */
limit: number, };

/**
 * Filter of the referrals without an answer.
 */
export type ListReferrals = { 
/**
 * Window code; empty for all.
 */
window: string, };

/**
 * Filter of the supervisions; empty texts filter nothing.
 */
export type ListSupervisions = { 
/**
 * Window code.
 */
window: string, 
/**
 * 1 提醒, 2 催办, 3 督办, 4 挂牌; 0 for all.
 */
level: number, 
/**
 * `open`, `replied` or `closed`; both that are not closed while empty.
 */
state: string, 
/**
 * Only what the person at the desk holds or watches over.
 */
mine: boolean, 
/**
 * Rows to leave out first.
 */
skip: number, 
/**
 * 1 to 100.
 */
limit: number, };

/**
 * Filter of a work list.
 */
export type ListTickets = { 
/**
 * `mine`, `open`, `due_soon`, `overdue`, `to_rate` or `all`.
 */
view: string, 
/**
 * Window code; empty for all.
 */
window: string, 
/**
 * State code; empty for all of the view.
 */
state: string, 
/**
 * Staff id; empty for all, `none` for unassigned.
 */
assignee: string, 
/**
 * Group code; empty for all.
 */
group: string, 
/**
 * With a green channel (绿色通道) only.
 */
green: boolean, 
/**
 * Text to find in the list; empty for all.
 */
text: string, 
/**
 * `due`, where open tickets with a green channel come first, or `newest`.
 */
sort: string, 
/**
 * Cursor of the previous answer; empty for the first page.
 */
after: string, 
/**
 * 1 to 100.
 */
limit: number, };

/**
 * A login.
 */
export type LogIn = { login: string, password: string, };

/**
 * A login with the sealed recovery code; sets a new password for the named account.
 */
export type LogInWithRecovery = { recoveryCode: string, login: string, newPassword: string, };

/**
 * One stage of the closed loop bar.
 */
export type LoopStage = { 
/**
 * `register`, `assign`, `work`, `feedback`, `rate`, `call_back` or `file`.
 */
code: string, name: string, 
/**
 * `done`, `now` or `next`.
 */
state: string, 
/**
 * When it was done, RFC 3339; empty otherwise.
 */
at: string, 
/**
 * What the current stage waits for.
 */
waitsFor: string, };

/**
 * A paper that lists tickets.
 */
export type MakeList = { 
/**
 * `home_visits`, `hand_over`, `reminder` or `import_report`.
 */
list: string, 
/**
 * Days of home visits; empty for all.
 */
from: string, until: string, 
/**
 * Staff id of who goes; empty for all.
 */
staff: string, 
/**
 * Tickets of a hand-over, as they were handed over last; devices of a reminder; the file of an import report.
 */
ticketIds: Array<string>, 
/**
 * Queue, or `file` when it is saved; empty to look at it only.
 */
printer: string, };

/**
 * A material usually asked for.
 */
export type MaterialHint = { name: string, 
/**
 * `original`, `copy` or `electronic`.
 */
form: string, 
/**
 * The ticket can be taken without it.
 */
mayFollow: boolean, };

/**
 * A material handed in or still to come.
 */
export type MaterialInput = { name: string, 
/**
 * `original`, `copy` or `electronic`.
 */
form: string, copies: number, present: boolean, };

/**
 * A material of the ticket.
 */
export type MaterialView = { key: string, name: string, form: string, formName: string, copies: number, present: boolean, receivedAt: string, };

/**
 * A matter a window commonly takes (事项).
 */
export type Matter = { 
/**
 * Typed code, for example `ldbc`.
 */
code: string, name: string, 
/**
 * Materials usually asked for.
 */
materials: Array<MaterialHint>, 
/**
 * Why the green channel opens, when it does.
 */
greenReason: string, };

/**
 * Joins two register entries of one human being.
 */
export type MergePersons = { keepId: string, absorbId: string, reason: string, };

/**
 * A register entry merged into another.
 */
export type MergedPerson = { id: string, name: string, idNumberMasked: string, at: string, by: string, reason: string, };

/**
 * Shown once and never stored in clear.
 */
export type NewRecovery = { recoveryCode: string, 
/**
 * Empty for the office itself.
 */
holder: string, };

/**
 * A registered ticket.
 */
export type NewTicket = { id: string, number: string, window: string, version: string, };

/**
 * A request or an answer without content.
 */
export type Nothing = Record<symbol, never>;

/**
 * An action without words: accept.
 */
export type OnVersion = { id: string, version: string, };

/**
 * A password to be told to somebody, who changes it at the next login.
 */
export type OneTimePassword = { login: string, password: string, };

/**
 * A coded way to end a ticket.
 */
export type Outcome = { code: string, name: string, 
/**
 * A sentence must be added.
 */
needsText: boolean, };

/**
 * What was done with a file.
 */
export type PackageDone = { package: PackageRow, 
/**
 * It was applied before and nothing changed.
 */
seenBefore: boolean, 
/**
 * Files that had waited and were applied after it.
 */
followed: Array<PackageRow>, 
/**
 * Backup made before; empty where nothing changed.
 */
backup: string, };

/**
 * Two register entries that are probably one person.
 */
export type PackageDuplicate = { first: string, second: string, 
/**
 * Why, in words.
 */
reasons: Array<string>, };

/**
 * A file, by its path.
 */
export type PackageFile = { path: string, };

/**
 * Files of a folder, the newest first.
 */
export type PackageFiles = { files: Array<PackageOuter>, };

/**
 * A folder to look into.
 */
export type PackageFolder = { folder: string, };

/**
 * A possible conflict of interest.
 */
export type PackageInterest = { ticketNumber: string, 
/**
 * Ticket by which the other side was served.
 */
otherNumber: string, sentence: string, 
/**
 * Names of staff who must stay away from the matter.
 */
excludedStaff: Array<string>, };

/**
 * Files, newest first.
 */
export type PackageList = { packages: Array<PackageRow>, };

/**
 * What the manifest of a file says, for whoever can open it.
 */
export type PackageManifest = { 
/**
 * Which part of an export it is, from 1.
 */
part: number, 
/**
 * Numbers of the first and last entry on the link.
 */
feedFirst: number, feedLast: number, entries: number, 
/**
 * Bytes before compression.
 */
bytes: number, chunks: number, extras: Array<string>, 
/**
 * Version of the records inside.
 */
schema: number, capabilities: Array<string>, 
/**
 * Key it was signed with, in hexadecimal digits.
 */
signer: string, };

/**
 * What anybody can read off a file, without a key.
 */
export type PackageOuter = { path: string, name: string, 
/**
 * Segment of the sending site, and its name where it is enrolled here.
 */
fromSegment: string, fromName: string, toSegment: string, number: number, madeAt: string, 
/**
 * It is for this desk.
 */
forHere: boolean, 
/**
 * It was taken in before.
 */
seenBefore: boolean, };

/**
 * What a file would bring. Nothing has been stored.
 */
export type PackagePreview = { path: string, packageId: string, 
/**
 * `next`, `gap`, `lacks`, `seen_before` or `forked`.
 */
verdict: string, 
/**
 * What that means and what to do, in words.
 */
verdictText: string, verdictHint: string, fromName: string, fromSegment: string, number: number, madeAt: string, 
/**
 * Code of the file, as its slip shows it.
 */
code: string, 
/**
 * First and last missing file; 0 for none.
 */
missingFirst: number, missingLast: number, 
/**
 * How far the clock of the sender is ahead; 0 for not at all.
 */
clockAheadMinutes: number, entries: number, fresh: number, known: number, 
/**
 * Taken back before; they count again when the file is applied.
 */
returned: number, 
/**
 * Written by a newer program; kept, and understood after an upgrade.
 */
newer: number, newTickets: Array<PackageTicket>, changedTickets: Array<PackageTicket>, conflicts: Array<PackageTicket>, 
/**
 * The values that would stand beside each other; those of restricted tickets are not shown before.
 */
differences: Array<FieldConflict>, duplicates: Array<PackageDuplicate>, interests: Array<PackageInterest>, refused: Array<PackageRefusal>, };

/**
 * An entry that is not taken in.
 */
export type PackageRefusal = { entry: string, reason: string, reasonText: string, };

/**
 * Entries that were refused, here or there.
 */
export type PackageRefusals = { refused: Array<PackageRefusal>, };

/**
 * A file that was written or taken in.
 */
export type PackageRow = { id: string, 
/**
 * `out` or `in`.
 */
way: string, device: string, siteName: string, number: number, fileName: string, madeAt: string, 
/**
 * When it was written or taken in here.
 */
at: string, by: string, 
/**
 * `written`, `confirmed`, `held`, `applying`, `applied`, `withdrawn` or `forked`.
 */
state: string, stateName: string, entries: number, fresh: number, known: number, returned: number, refused: number, 
/**
 * It can be taken back.
 */
canUndo: boolean, 
/**
 * It was applied in part and does not go on: its sender is `frozen` or `revoked`. Empty otherwise.
 */
stopped: string, 
/**
 * Code for the slip.
 */
code: string, };

/**
 * A ticket a file is about.
 */
export type PackageTicket = { id: string, number: string, windowName: string, 
/**
 * Empty for a restricted ticket.
 */
visitor: string, };

/**
 * Whether a paper is one of ours.
 */
export type PaperCheck = { 
/**
 * `standing`, `followed` or `void` for a paper of the record, `unknown` for none.
 */
verdict: string, 
/**
 * The verdict in a sentence.
 */
sentence: string, 
/**
 * What was asked for, as papers write it.
 */
code: string, 
/**
 * The record; empty for an unknown paper and where the reader may not see the case.
 */
papers: Array<IssuedPaper>, };

/**
 * What a scanner read off a paper, or somebody typed: its number, or the checksum of a file.
 */
export type PaperCode = { code: string, };

/**
 * A paper that can be made from a ticket.
 */
export type PaperKind = { code: string, name: string, 
/**
 * Shelf it stands on: `desk`, `legal_aid` or `mediation`.
 */
group: string, groupName: string, 
/**
 * Codes of the windows that offer it; all when empty.
 */
windows: Array<string>, 
/**
 * The procedure cannot do without it (必须).
 */
must: boolean, 
/**
 * Who gets a copy.
 */
copies: Array<string>, 
/**
 * Articles it rests on.
 */
basis: Array<string>, 
/**
 * Code of the same paper in large print; empty when there is none.
 */
large: string, 
/**
 * Makes a volume out of the others: cover, contents, remarks, back.
 */
frame: boolean, 
/**
 * Kind of paper it is printed on, as print settings name it.
 */
paper: string, 
/**
 * What can be typed before printing.
 */
blanks: Array<Choice>, };

/**
 * The issued papers of a ticket or a person, newest first.
 */
export type PaperLibrary = { papers: Array<IssuedPaper>, };

/**
 * Which paper of which ticket.
 */
export type PaperOf = { ticketId: string, 
/**
 * Code of the form, or of its large print.
 */
form: string, 
/**
 * Texts for the blanks of this one print.
 */
filled: Array<FieldChange> | null, 
/**
 * Numbers of the papers a proof of delivery (送达回证) is for; those handed over last when absent.
 */
serves: Array<string> | null, };

/**
 * A paper to look at, or to print after it was recorded.
 */
export type PaperPreview = { 
/**
 * Base64.
 */
pdf: string, pages: number, 
/**
 * Which print of the same paper it is; above 1 it is marked 补打.
 */
count: number, 
/**
 * Checksum of the file, which the record keeps.
 */
sha256: string, 
/**
 * Number of the paper (文书号); empty while it is only looked at.
 */
number: string, 
/**
 * Suggested file name.
 */
fileName: string, 
/**
 * What the clerk should know of the print, one sentence each: a face that is replaced, a character that no
 * face has.
 */
notes: Array<string>, };

/**
 * One of several papers to print at once.
 */
export type PaperPrint = { 
/**
 * Code of its form.
 */
form: string, 
/**
 * Texts for the blanks of this one print.
 */
filled: Array<FieldChange>, };

/**
 * Texts that were typed before.
 */
export type PaperTexts = { filled: Array<FieldChange>, 
/**
 * Blanks among those of the paper that mean the same on every paper of the ticket.
 */
shared: Array<string>, };

/**
 * A paper made from the ticket.
 */
export type PaperView = { form: string, name: string, 
/**
 * The procedure cannot do without it (必须).
 */
must: boolean, 
/**
 * `made`, `bound` in the volume, `missing`, `ahead` of a step that may still come, or `aside` on a branch that
 * was not taken.
 */
state: string, 
/**
 * Name of the paper that would do as well; empty for none.
 */
instead: string, 
/**
 * Name of the step that was taken and asks for it, else of the one that will; empty for none.
 */
stepName: string, 
/**
 * The step that was taken last asks for it, and it was not printed since.
 */
due: boolean, 
/**
 * How often it was printed, prints that are void included.
 */
count: number, 
/**
 * The next print is another paper and not 补打 of the last one.
 */
repeats: boolean, lastAt: string, lastBy: string, };

/**
 * Whose papers to list; one of both is empty.
 */
export type PapersOf = { ticketId: string, personId: string, };

/**
 * Everything that was set for a parameter, newest first.
 */
export type ParameterHistory = { lines: Array<ParameterLine>, };

/**
 * One entry of the history of a parameter.
 */
export type ParameterLine = { from: string, area: string, 
/**
 * Empty where it was taken back.
 */
value: string, source: string, by: string, at: string, };

/**
 * All parameters in the order of the page.
 */
export type ParameterList = { rows: Array<ParameterRow>, hardship: HardshipLine, };

/**
 * A parameter with what is in force today.
 */
export type ParameterRow = { code: string, group: string, name: string, 
/**
 * Word behind a value: 日, 元, %; empty for yes and no.
 */
unit: string, 
/**
 * `flag` for yes and no, else how a value is typed: `days`, `months`, `hours`, `minutes`, `times`, `people`,
 * `ratio`, `percent`, `money`.
 */
measure: string, 
/**
 * As typed, `yes` or `no` for a flag; empty where nobody has set it.
 */
value: string, 
/**
 * `YYYY-MM-DD`; empty for the value the program came with.
 */
from: string, source: string, 
/**
 * Nobody has confirmed the value yet (待核实).
 */
unverified: boolean, byArea: boolean, least: string, most: string, 
/**
 * A later value that was set already, with its day; empty for none.
 */
coming: string, };

/**
 * Another party of the matter.
 */
export type PartyInput = { 
/**
 * Stays with the party while the form is open; any text unique in the form.
 */
key: string, 
/**
 * Code of the party role dictionary.
 */
role: string, 
/**
 * `person` or `organisation`.
 */
kind: string, name: string, idNumber: string, creditCode: string, phone: string, groups: Array<string>, };

/**
 * A party of the ticket.
 */
export type PartyView = { key: string, role: string, roleName: string, kind: string, name: string, idNumberMasked: string, phoneMasked: string, creditCode: string, 
/**
 * 利益冲突: `pending`, `same`, or empty.
 */
conflict: string, conflictSentence: string, 
/**
 * Names the finding in an answer; empty without one.
 */
finding: string, };

/**
 * Another desk with how far the exchange with it has come.
 */
export type PeerRow = { device: string, 
/**
 * `superior`, `subordinate` or `sibling`.
 */
relation: string, siteName: string, segment: string, tier: string, deskName: string, fingerprint: string, 
/**
 * `enrolled`, `frozen` or `revoked`.
 */
state: string, 
/**
 * Why it is frozen or revoked, in words; empty otherwise.
 */
stateReason: string, 
/**
 * Number of its newest file taken in; 0 for none.
 */
lastNumber: number, 
/**
 * When that file was made, by the clock there; empty for none.
 */
lastMadeAt: string, 
/**
 * When it was taken in; empty for none.
 */
lastReceivedAt: string, 
/**
 * First and last missing file; 0 for none missing.
 */
missingFirst: number, missingLast: number, 
/**
 * Files kept here that wait for the missing ones.
 */
waitingFiles: number, 
/**
 * A file of it that was applied in part when it was frozen or revoked, and does not go on; empty for none.
 */
stoppedId: string, 
/**
 * Its number, the entries of it that are here, and all of them; 0 for none.
 */
stoppedNumber: number, stoppedDone: number, stoppedEntries: number, 
/**
 * Entries for it in files it has not confirmed.
 */
unconfirmed: number, 
/**
 * When the oldest such file was written; empty for none.
 */
unconfirmedSince: string, 
/**
 * Entries for it in no file yet.
 */
notWritten: number, 
/**
 * A file of it was taken back here, and no file has told it since.
 */
takenBack: boolean, 
/**
 * Version of its program; empty while unknown.
 */
program: string, 
/**
 * It is known to have the keys of this desk as they are now.
 */
keysConfirmed: boolean, 
/**
 * Its calendar, parameters and templates are those of this desk; true while unknown.
 */
sameRules: boolean, 
/**
 * How far its clock was ahead when its newest file came in; 0 for not at all.
 */
clockAheadMinutes: number, 
/**
 * When the oldest ticket of its site in dispute was received; empty for none.
 */
oldestConflict: string, 
/**
 * Entries of this desk that it refused.
 */
rejectedThere: number, 
/**
 * Entries of it that were set aside here.
 */
setAsideHere: number, 
/**
 * Short code of its series as it told it, and as it has come here; equal when everything is here.
 */
stateCodeThere: string, stateCodeHere: string, };

/**
 * Everything of one person.
 */
export type PersonPage = { id: string, version: string, name: string, idNumberMasked: string, fields: Array<FieldView>, tickets: Array<EarlierTicket>, 
/**
 * Register entries merged into this one.
 */
merged: Array<MergedPerson>, 
/**
 * This entry was merged into that one; empty otherwise.
 */
mergedInto: string, 
/**
 * Others who may be the same person.
 */
candidates: Array<SamePerson>, };

/**
 * Where papers of one kind go from this computer.
 */
export type PrintKind = { 
/**
 * `a4`, `a4_landscape`, `a5` or `roll80`.
 */
kind: string, 
/**
 * Queue; empty for the usual printer of the desk.
 */
printer: string, 
/**
 * Tray as the print system names it; empty for the one the printer takes by itself.
 */
tray: string, 
/**
 * Millimetres to the right from `-20.0` to `20.0` in halves; negative to the left.
 */
right: string, 
/**
 * Millimetres down, likewise; negative up.
 */
down: string, };

/**
 * Where papers go from this computer.
 */
export type PrintSettings = { 
/**
 * Usual printer of the desk; empty for the one of the system.
 */
printer: string, kinds: Array<PrintKind>, };

/**
 * A question of a step.
 */
export type ProcedureField = { code: string, label: string, hint: string, 
/**
 * `text`, `long_text`, `money`, `day`, `yes_no`, `choice`, `several`, `number`, `moment`, `staff`, `assignee`
 * (somebody who gets the ticket), `institution` or `ticket`.
 */
kind: string, 
/**
 * Of `choice` and `several`.
 */
choices: Array<Choice>, 
/**
 * Of `number`.
 */
min: number, max: number, 
/**
 * `no`, `always`, `when` another field has a value, or `without` another field.
 */
required: string, otherField: string, otherValue: string, };

/**
 * One stage of the bar.
 */
export type ProcedureStage = { code: string, name: string, 
/**
 * `done`, `now` or `next`.
 */
state: string, };

/**
 * One step with what it asks for.
 */
export type ProcedureStep = { code: string, name: string, 
/**
 * A step of this window; the others are those of every window.
 */
own: boolean, 
/**
 * Whose act the desk writes down, for example 法院; empty when it is the desk's own.
 */
whose: string, 
/**
 * It may be taken now by who is at the desk.
 */
offered: boolean, 
/**
 * It usually comes next, so the main key offers it; at most one step is.
 */
next: boolean, 
/**
 * Code of why it is not offered; empty when it is.
 */
reasonCode: string, reason: string, hint: string, 
/**
 * The reason is who is at the desk rather than where the ticket stands.
 */
locked: boolean, 
/**
 * How often it has been done and stands.
 */
times: number, 
/**
 * Only of an offered step.
 */
fields: Array<ProcedureField>, 
/**
 * Chinese citation; empty for a rule of the house.
 */
basis: string, 
/**
 * Nobody has compared it with its source yet (待核实).
 */
unverified: boolean, };

/**
 * The whole procedure of a ticket as it stands.
 */
export type ProcedureView = { stages: Array<ProcedureStage>, 
/**
 * Every step of the window, in its order.
 */
steps: Array<ProcedureStep>, 
/**
 * Steps that took effect, oldest first.
 */
done: Array<DoneStep>, 
/**
 * What belongs into the file (卷宗) of the ticket; empty at a window that lists nothing.
 */
file: Array<FileLine>, };

/**
 * Promised limit of one window (承诺时限).
 */
export type PromisedDays = { window: string, 
/**
 * 0 to 365.
 */
workingDays: number, };

/**
 * Proposals, the earliest first.
 */
export type ProposalList = { rows: Array<ProposalRow>, };

/**
 * A proposal that waits for somebody else's decision.
 */
export type ProposalRow = { ticketId: string, version: string, number: string, window: string, visitor: string, matter: string, restricted: boolean, green: boolean, 
/**
 * `void` or `reopen`.
 */
kind: string, kindName: string, stateName: string, reason: string, proposedBy: string, proposedOn: string, 
/**
 * Who is at the desk may follow it, or refuse it.
 */
mayDecide: boolean, 
/**
 * Why not, in words; empty when they may.
 */
whyNot: string, };

/**
 * What the staff's screen shows of a rating under way.
 */
export type RatingProgress = { 
/**
 * `waiting`, `rated`, `declined` or `none`.
 */
state: string, ticketId: string, };

/**
 * What the citizen's window shows. It names no clerk, no case and no person.
 */
export type RatingScreen = { 
/**
 * `idle` or `asking`.
 */
state: string, siteName: string, 
/**
 * Names the rating in the answer; empty when idle.
 */
token: string, largePrint: boolean, };

/**
 * A bad rating to be looked into by somebody else than the rated.
 */
export type RatingTask = { id: string, ticketId: string, number: string, windowName: string, matter: string, 
/**
 * Who worked the ticket last, or received it when nobody did.
 */
ratedName: string, 
/**
 * Who asks had a hand in the ticket, so that somebody else has to look into it.
 */
own: boolean, overall: number, attitude: number, efficiency: number, skill: number, comment: string, at: string, 
/**
 * `open` or `done`.
 */
state: string, handledBy: string, handledAt: string, result: string, };

/**
 * Bad ratings, open ones first.
 */
export type RatingTasks = { tasks: Array<RatingTask>, };

/**
 * State of the rating of a ticket.
 */
export type RatingView = { 
/**
 * `not_asked`, `asked`, `rated`, `declined` or `no_answer`.
 */
state: string, stateName: string, attitude: number, efficiency: number, skill: number, overall: number, comment: string, anonymous: boolean, at: string, };

/**
 * What new data changed of the due days.
 */
export type Recounted = { 
/**
 * Years of an imported table.
 */
years: Array<number>, 
/**
 * Limits counted again.
 */
limits: number, 
/**
 * Tickets with another due day than before.
 */
tickets: number, 
/**
 * Those among them that are open.
 */
openTickets: number, };

/**
 * Referrals, the earliest first.
 */
export type ReferralList = { rows: Array<ReferralRow>, };

/**
 * A referral the institution has not answered.
 */
export type ReferralRow = { ticketId: string, number: string, window: string, visitor: string, matter: string, restricted: boolean, green: boolean, institution: string, letterNumber: string, sentOn: string, 
/**
 * Days since then.
 */
daysSince: number, 
/**
 * The receipt came.
 */
receipt: boolean, 
/**
 * When the receipt is expected by; empty once it came.
 */
due: string, daysLeft: number | null, 
/**
 * How often the institution was asked again, and when last.
 */
chased: number, chasedOn: string, 
/**
 * When it is asked next, as noted.
 */
nextOn: string, };

/**
 * What a new key of the database leaves to be told; everything here is shown once.
 */
export type RekeyDone = { 
/**
 * Accounts that could not be handed the key: their old passwords no longer open the desk.
 */
oneTime: Array<OneTimePassword>, 
/**
 * New recovery code of the office; empty when the old one still opens the desk.
 */
recoveryCode: string, 
/**
 * The recovery code of the holder outside no longer opens the desk.
 */
lostEscrow: boolean, };

/**
 * A rule or fact that stands beside a ticket.
 */
export type RemarkView = { 
/**
 * Stable code, the same as that of the hint at the counter.
 */
code: string, text: string, 
/**
 * Citation; empty for a rule of good service.
 */
basis: string, };

/**
 * A new recovery code for the office or for a holder outside; the old one is worthless from then on.
 */
export type RenewRecovery = { 
/**
 * Name of the holder outside, for example 云川县司法局; empty for the office itself.
 */
holder: string, };

/**
 * A one-time password set by the administrator.
 */
export type ResetPassword = { id: string, oneTimePassword: string, };

/**
 * A decision between competing values.
 */
export type ResolveConflict = { subjectKind: string, subjectId: string, field: string, 
/**
 * The value to keep.
 */
value: string, 
/**
 * Entries the decider saw; a newer value makes the decision fail instead of being swept away.
 */
seen: Array<string>, reason: string, };

/**
 * A backup to be put in the place of the database.
 */
export type RestoreBackup = { 
/**
 * File name from the list of backups; empty for the newest one that is whole.
 */
file: string, 
/**
 * Account of an administrator, whether or not somebody is logged in.
 */
login: string, password: string, 
/**
 * Instead of the password; empty otherwise.
 */
recoveryCode: string, };

/**
 * A database that came back. Nobody is logged in afterwards.
 */
export type RestoreDone = { file: string, tickets: number, entries: number, 
/**
 * Entries the old database still had beyond the backup.
 */
rescued: number, 
/**
 * Name of the old database, which was set aside.
 */
aside: string, 
/**
 * New mark of this device inside ticket numbers.
 */
mark: string, };

/**
 * Asks to see a masked value; the look is logged.
 */
export type Reveal = { 
/**
 * `ticket` or `person`.
 */
subjectKind: string, subjectId: string, 
/**
 * `id_number`, `phone`, or `party.<key>.id_number` and the like.
 */
field: string, reason: string, };

/**
 * A value that was masked; to be hidden again after 30 seconds.
 */
export type Revealed = { value: string, };

/**
 * Gives another desk up. Takes two persons.
 */
export type RevokePeer = { device: string, reason: string, 
/**
 * Device that goes on in its place; empty for none.
 */
successor: string, };

/**
 * A person of the register who may be the visitor.
 */
export type SamePerson = { personId: string, name: string, idNumberMasked: string, phoneMasked: string, address: string, 
/**
 * 0 to 100.
 */
score: number, 
/**
 * The same beyond doubt: the register entry is used unless the clerk objects.
 */
certain: boolean, 
/**
 * Why, in words.
 */
reasons: Array<string>, 
/**
 * Names differ in writing; the register's writing.
 */
nameDiffers: boolean, lastVisit: string, ticketCount: number, 
/**
 * Everything a form can be filled with, unmasked for the clerk who sees the document in front of him.
 */
fill: Visitor | null, };

/**
 * Keeps a form. The content is the front's own text and is not looked into.
 */
export type SaveDraft = { id: string, title: string, 
/**
 * At most 256 KiB.
 */
content: string, };

/**
 * An institution to enter, or with id and version to change.
 */
export type SaveInstitution = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * Empty for a new one.
 */
version: string, name: string, windows: Array<string>, categories: Array<string>, creditCode: string, branchOf: string, address: string, phone: string, contact: string, note: string, active: boolean, };

/**
 * Adds or changes a material.
 */
export type SaveMaterial = { id: string, version: string, 
/**
 * Empty for a new one.
 */
key: string, material: MaterialInput, };

/**
 * A value from a day on; an empty value takes back what was set for that day.
 */
export type SaveParameter = { code: string, value: string, 
/**
 * `YYYY-MM-DD`.
 */
from: string, 
/**
 * Six digits, or empty for the area of the site.
 */
area: string, source: string, };

/**
 * Adds or changes a party.
 */
export type SaveParty = { id: string, version: string, party: PartyInput, 
/**
 * Fields of a known party that stay as they are, because who edits has seen their masked form only:
 * `id_number`, `phone`, `groups`.
 */
keep: Array<string>, 
/**
 * Why; needed when a name or a number is replaced.
 */
reason: string, };

/**
 * Changed settings. The site's name, tier and numbers stay as set up.
 */
export type SaveSettings = { version: string, address: string, phone: string, complaintPhone: string, deskName: string, lockAfterMinutes: number, largePrint: boolean, receiptForm: string, printer: string, promisedDays: Array<PromisedDays>, };

/**
 * A changed record and the version to name in the next edit of it.
 */
export type Saved = { id: string, version: string, };

/**
 * A search over everything.
 */
export type Search = { text: string, 
/**
 * 1 to 50.
 */
limit: number, };

/**
 * One find.
 */
export type SearchHit = { ticket: TicketRow, 
/**
 * What matched, in words, for example 身份证后四位.
 */
why: string, };

/**
 * Finds, newest first.
 */
export type SearchResult = { hits: Array<SearchHit>, 
/**
 * A scanned or fully typed ticket number: open it at once. Empty otherwise.
 */
exactTicket: string, 
/**
 * A scanned or fully typed number of a paper or a blank slip: verify or enter it at once. Empty otherwise.
 */
exactPaper: string, more: boolean, };

/**
 * Who is at the desk.
 */
export type Session = { accountId: string, login: string, name: string, role: string, roleName: string, 
/**
 * Codes of everything this role may do.
 */
rights: Array<string>, 
/**
 * Windows this person works at; empty means all.
 */
windows: Array<string>, mustChangePassword: boolean, 
/**
 * Minutes without a key until the desk locks itself.
 */
lockAfterMinutes: number, siteName: string, deskName: string, 
/**
 * `centre`, `station` or `room`.
 */
tier: string, 
/**
 * Centre that sets parameters, holidays and templates for this site; empty where they are set here.
 */
rulesBy: string, largePrint: boolean, 
/**
 * The data directory lies elsewhere than before: `machine` on another computer, `folder` in another folder of this
 * one; nothing else is answered until that is settled. Empty otherwise.
 */
foundElsewhere: string, };

/**
 * Shares a folder with the other desks of the site, or no place any more.
 */
export type SetHall = { 
/**
 * Folder on the share; empty to stop, whatever the place was.
 */
folder: string, 
/**
 * Seconds between two rounds, 3 to 30.
 */
seconds: number, };

/**
 * Shares an S3-compatible object store with the other desks of the site, in place of a folder.
 */
export type SetHallStore = { store: HallStore, 
/**
 * Empty to keep the one that belongs to this address, bucket and key.
 */
secret: string, 
/**
 * Seconds between two rounds, 3 to 30.
 */
seconds: number, 
/**
 * Keep it although it is not reached now; what is wrong with it otherwise is refused all the same.
 */
unreached: boolean, };

/**
 * First start: site, device and the administrator.
 */
export type SetUp = { tier: string, area: string, 
/**
 * Two letters at the head of ticket numbers, unique in the county.
 */
segment: string, address: string, phone: string, complaintPhone: string, 
/**
 * For example 3号窗口机.
 */
deskName: string, 
/**
 * Device mark inside ticket numbers, one character, unique in the site.
 */
deviceMark: string, adminLogin: string, adminName: string, adminPassword: string, };

/**
 * Shown once and never stored in clear.
 */
export type SetUpDone = { siteName: string, recoveryCode: string, };

/**
 * Office settings.
 */
export type Settings = { version: string, siteName: string, tier: string, segment: string, address: string, phone: string, complaintPhone: string, deskName: string, deviceMark: string, 
/**
 * 1 to 60.
 */
lockAfterMinutes: number, largePrint: boolean, receiptForm: string, printer: string, 
/**
 * Promised limits by window code, in working days; 0 for none.
 */
promisedDays: Array<PromisedDays>, };

/**
 * Whether a data directory that was found elsewhere was moved here or is a copy.
 */
export type SettleWhereabouts = { 
/**
 * The other one is still in use, so this becomes another device.
 */
copied: boolean, 
/**
 * Mark of the new device inside ticket numbers, one character no other device of the site has; empty when moved.
 */
deviceMark: string, 
/**
 * For example 4号窗口机; empty when moved.
 */
deskName: string, };

/**
 * A name composed by rule.
 */
export type SiteName = { name: string, 
/**
 * Rule the name follows, with its source, for display.
 */
rule: string, };

/**
 * Parts of a site's name, before it is composed by rule.
 */
export type SiteNameParts = { 
/**
 * `centre`, `station` or `room`.
 */
tier: string, 
/**
 * County-level area for a centre, township for a station, village for a room, without suffix.
 */
area: string, };

/**
 * The slips that are out (缺号), and those settled last.
 */
export type SlipList = { out: Array<SlipRow>, settled: Array<SlipRow>, };

/**
 * One slip.
 */
export type SlipRow = { 
/**
 * 空白单号.
 */
number: string, outAt: string, outBy: string, holder: string, 
/**
 * `out`, `back` or `void`.
 */
state: string, 
/**
 * What it was entered as; empty otherwise.
 */
ticketId: string, ticketNumber: string, reason: string, 
/**
 * Empty while it is out.
 */
settledAt: string, settledBy: string, };

/**
 * Opens a second ticket of the same visit at another window.
 */
export type SplitTicket = { id: string, version: string, window: string, matter: string, summary: string, reason: string, };

/**
 * All staff.
 */
export type StaffList = { staff: Array<StaffRow>, 
/**
 * Fields of disputes and kinds of mediators to choose from.
 */
fields: Array<Choice>, qualifications: Array<Choice>, };

/**
 * One member of staff.
 */
export type StaffRow = { id: string, version: string, 
/**
 * Empty for people who have no account here, for example an outside lawyer.
 */
login: string, name: string, role: string, roleName: string, windows: Array<string>, phone: string, 
/**
 * Work unit of people from outside, for example a law firm or a mediation committee.
 */
unit: string, 
/**
 * Disputes this person knows well, by code; for mediators.
 */
fields: Array<string>, 
/**
 * Kind of mediator, by code; empty for none.
 */
qualification: string, active: boolean, 
/**
 * Open tickets in hand.
 */
openTickets: number, onDutyToday: boolean, };

/**
 * Stage of the program.
 */
export type Stage = "setUp" | "locked" | "damaged" | "open";

/**
 * What the program can do right now.
 */
export type Status = { 
/**
 * `setUp` before the first start is finished, `locked` without a login, `damaged` when nobody can log in, `open` with one.
 */
stage: Stage, 
/**
 * Full name of the site; empty before set-up.
 */
siteName: string, programVersion: string, 
/**
 * Today, `YYYY-MM-DD`.
 */
today: string, 
/**
 * Now, RFC 3339 with +08:00.
 */
now: string, 
/**
 * Seconds until the next login may be tried; 0 when it may.
 */
waitSeconds: number, deskName: string, 
/**
 * Why the desk cannot be opened, as a code; empty unless the stage is `damaged`.
 */
trouble: string, 
/**
 * The same as a sentence, and the next step.
 */
troubleText: string, troubleHint: string, };

/**
 * Something the role may or may not do now.
 */
export type Step = { code: string, name: string, key: string, primary: boolean, allowed: boolean, 
/**
 * Why not; empty when allowed.
 */
reason: string, 
/**
 * The reason is a missing right rather than the state.
 */
locked: boolean, };

/**
 * Ends a rating nobody answered.
 */
export type StopRating = { ticketId: string, 
/**
 * `declined` or `no_answer`.
 */
result: string, 
/**
 * What happened, for example 电话来访人未作评价即挂断.
 */
reason: string, };

/**
 * The citizen's answer: levels 1 (非常不满意) to 5 (非常满意).
 */
export type SubmitRating = { 
/**
 * From the screen, or the tear-off code of the receipt.
 */
token: string, attitude: number, efficiency: number, skill: number, overall: number, comment: string, anonymous: boolean, };

/**
 * Somebody who may take the ticket.
 */
export type Suggestion = { staffId: string, name: string, roleName: string, unit: string, openTickets: number, onDuty: boolean, 
/**
 * Why this place in the list, or why not at all.
 */
reason: string, 
/**
 * Must not take it: conflict of interest.
 */
excluded: boolean, };

/**
 * Suggested assignees, best first; the excluded ones last.
 */
export type Suggestions = { staff: Array<Suggestion>, };

/**
 * Supervisions, the hardest and oldest first.
 */
export type SupervisionList = { rows: Array<SupervisionRow>, total: number, };

/**
 * One supervision of a ticket. Of a restricted ticket only level and days for readers without the right.
 */
export type SupervisionRow = { ticketId: string, key: string, number: string, window: string, visitor: string, matter: string, restricted: boolean, green: boolean, level: number, levelName: string, 
/**
 * `open`, `replied` or `closed`.
 */
state: string, 
/**
 * Code of the rule; `promised` for the office's promise.
 */
rule: string, 
/**
 * What has to be done.
 */
ruleName: string, due: string, daysLeft: number | null, holder: string, superior: string, openedAt: string, raisedAt: string, reply: string, repliedBy: string, repliedAt: string, result: string, closedBy: string, closedAt: string, mayReply: boolean, mayClose: boolean, };

/**
 * An answer to a supervision, or its result.
 */
export type SupervisionText = { ticketId: string, key: string, text: string, };

/**
 * What the daily sweep did.
 */
export type SweepDone = { opened: number, raised: number, };

/**
 * Takes a step of the procedure.
 */
export type TakeStep = { ticketId: string, version: string, step: string, 
/**
 * Civil day it happened on, `YYYY-MM-DD`; empty for today.
 */
day: string, 
/**
 * Answers by field code.
 */
values: Array<FieldChange>, };

/**
 * Something a person has to do.
 */
export type TaskRow = { ticketId: string, number: string, 
/**
 * `YYYY-MM-DD`; empty without a limit.
 */
due: string, daysLeft: number | null, 
/**
 * What to do, in words.
 */
action: string, visitor: string, window: string, matter: string, 
/**
 * Where the date comes from.
 */
explanation: string, restricted: boolean, green: boolean, };

/**
 * A form of a package.
 */
export type TemplatePackForm = { code: string, name: string, edition: string, };

/**
 * All packages, the one that begins last first.
 */
export type TemplatePackList = { packages: Array<TemplatePackRow>, };

/**
 * A package of the record.
 */
export type TemplatePackRow = { name: string, version: string, 
/**
 * `YYYY-MM-DD`.
 */
validFrom: string, source: string, 
/**
 * `in_force`, `waiting` for its day, or `withdrawn`.
 */
state: string, forms: Array<TemplatePackForm>, 
/**
 * Names of the forms it takes from the list.
 */
hidden: Array<string>, importedAt: string, importedBy: string, withdrawnAt: string, withdrawnBy: string, reason: string, };

/**
 * Whose blanks are to be filled in.
 */
export type TextsOf = { ticketId: string, 
/**
 * Code of the form, or of its large print; empty for the papers that frame a volume.
 */
form: string, };

/**
 * Hears a frozen desk again. Takes two persons.
 */
export type ThawPeer = { device: string, reason: string, };

/**
 * What one ticket of the form means.
 */
export type TicketCheck = { findings: Array<ConflictFinding>, limits: Array<LimitView>, 
/**
 * 绿色通道, with its reason; empty when not open.
 */
greenReason: string, };

/**
 * How far a ticket has come on its way to the centre.
 */
export type TicketExchange = { 
/**
 * `not_exported`, `exported` or `confirmed`; empty where this desk sends to no centre.
 */
state: string, 
/**
 * 未导出, 已导出, 中心已确认; empty likewise.
 */
stateName: string, };

/**
 * One matter of the visit at one window.
 */
export type TicketInput = { window: string, matter: string, summary: string, requests: Array<string>, parties: Array<PartyInput>, materials: Array<MaterialInput>, 
/**
 * The window's own fields by code.
 */
fields: Array<FieldChange>, 
/**
 * Codes of what the visitor was told.
 */
told: Array<string>, 
/**
 * Legal limit the visitor named: what it is.
 */
limitationKind: string, 
/**
 * Last day of that limit, `YYYY-MM-DD`; empty when none.
 */
limitationDay: string, 
/**
 * Restricted to those who work it (限制可见).
 */
restricted: boolean, conflictAnswers: Array<ConflictAnswer>, 
/**
 * Earlier tickets of the same matter or person, by id.
 */
related: Array<string>, 
/**
 * This ticket belongs to the same matter as that one: no second case is opened.
 */
sameMatterAs: string, };

/**
 * A page of a work list.
 */
export type TicketList = { rows: Array<TicketRow>, 
/**
 * How far each row has come on its way to the centre, in words; empty where this desk sends to no centre.
 */
exchange: Array<string>, 
/**
 * Cursor of the next page; empty at the end.
 */
next: string, 
/**
 * Tickets matching the filter, counted up to `total_capped`.
 */
total: number, 
/**
 * The count stopped here: show 1000+.
 */
totalCapped: boolean, views: Array<ViewCount>, };

/**
 * Everything of one ticket.
 */
export type TicketPage = { id: string, 
/**
 * Names the state this page shows; every change names it back.
 */
version: string, number: string, window: string, windowName: string, state: string, stateName: string, outcomeName: string, 
/**
 * How it stands in words: the stage while it is open, the result once it has ended.
 */
standing: string, personId: string, visitor: string, 
/**
 * How the name is read (拼音注记); empty where nobody noted it.
 */
visitorReading: string, idKindName: string, idNumberMasked: string, phoneMasked: string, address: string, 
/**
 * Age on the day of application; none when the birth day is unknown.
 */
age: number | null, genderName: string, groups: Array<string>, doNotCall: boolean, doNotAnnounce: boolean, matter: string, firstContact: string, assignee: string, assigneeId: string, siteName: string, channelName: string, receivedAt: string, greenReason: string, restricted: boolean, limits: Array<LimitView>, 
/**
 * What whoever has it open must know.
 */
remarks: Array<RemarkView>, supervisions: Array<SupervisionRow>, stages: Array<LoopStage>, steps: Array<Step>, procedure: ProcedureView, fields: Array<FieldView>, parties: Array<PartyView>, materials: Array<MaterialView>, papers: Array<PaperView>, timeline: Array<TimelineRow>, linked: Array<LinkedTicket>, rating: RatingView, 
/**
 * Read only: closed, void or filed.
 */
frozen: boolean, };

/**
 * One ticket in a list.
 */
export type TicketRow = { id: string, number: string, window: string, 
/**
 * Register entry of the visitor; empty for an unnamed one and where restricted for the reader.
 */
personId: string, 
/**
 * Empty where restricted for the reader.
 */
visitor: string, idNumberMasked: string, groups: Array<string>, matter: string, requests: string, state: string, stateName: string, 
/**
 * `YYYY-MM-DD`; empty without a limit.
 */
due: string, daysLeft: number | null, dueExplanation: string, assignee: string, siteName: string, channelName: string, receivedAt: string, disputed: boolean, restricted: boolean, green: boolean, rating: string, };

/**
 * One line of the timeline.
 */
export type TimelineRow = { entry: string, at: string, 
/**
 * `register`, `assign`, `note`, `paper`, `rating`, `edit`, `conflict`, …
 */
kind: string, title: string, text: string, actor: string, siteName: string, 
/**
 * Kept but without effect, with the reason; empty when effective.
 */
notEffective: string, };

/**
 * Sends the ticket to another window; the number stays.
 */
export type TransferTicket = { id: string, version: string, window: string, reason: string, };

/**
 * Takes a file back.
 */
export type UndoPackage = { id: string, reason: string, };

/**
 * Takes a merge back.
 */
export type UnmergePerson = { absorbedId: string, reason: string, };

/**
 * Result of a check of the whole database.
 */
export type VerifyReport = { entries: number, 
/**
 * Entries whose chain or hash is broken; empty when whole.
 */
broken: Array<string>, 
/**
 * Rows of the read model that differ from the journal; empty when equal.
 */
differing: Array<string>, 
/**
 * Damaged pages; empty when sound.
 */
damaged: Array<string>, sound: boolean, };

/**
 * One competing value of a field.
 */
export type Version = { 
/**
 * Names the value in a decision.
 */
entry: string, value: string, actor: string, siteName: string, at: string, 
/**
 * Shown for the time being (暂用此值).
 */
provisional: boolean, };

/**
 * How many tickets a view holds, counted up to 1000.
 */
export type ViewCount = { view: string, count: number, };

/**
 * A registered visit.
 */
export type VisitDone = { visitId: string, personId: string, tickets: Array<NewTicket>, };

/**
 * Everything of one visit.
 */
export type VisitInput = { 
/**
 * Draft this form was kept in; it is removed with the save. Empty when none.
 */
draftId: string, channel: string, 
/**
 * When the visit came in, RFC 3339; empty means now.
 */
receivedAt: string, 
/**
 * Number of the blank slip it was written down on (空白单号); empty for none.
 */
slipNumber: string, 
/**
 * Sending organ of a hand-over.
 */
referralOrgan: string, 
/**
 * Its document number.
 */
referralNumber: string, visitor: Visitor, tickets: Array<TicketInput>, };

/**
 * The visitor as typed. Empty text means not given.
 */
export type Visitor = { 
/**
 * Person register entry the clerk chose; empty for a new person.
 */
personId: string, name: string, 
/**
 * Code of the gender dictionary; empty when unknown.
 */
gender: string, 
/**
 * `YYYY-MM-DD`; derived from the id number where possible.
 */
birth: string, idKind: string, 
/**
 * Own words for `other`, for example 释放证明书.
 */
idKindText: string, idNumber: string, 
/**
 * Why no document was shown; needed with id kind `none` where a name is needed.
 */
noDocumentReason: string, phone: string, address: string, ethnicity: string, education: string, groups: Array<string>, 
/**
 * Reading to print beside characters no font has.
 */
nameReading: string, 
/**
 * Do not call (勿致电).
 */
doNotCall: boolean, 
/**
 * Do not say who is calling (勿表明身份).
 */
doNotAnnounce: boolean, 
/**
 * Somebody comes for the visitor: who and why, for example 儿媳来电.
 */
broughtBy: string, };

/**
 * Declares an issued paper void.
 */
export type VoidPaper = { number: string, reason: string, };

/**
 * A slip that was spoilt, lost or not used.
 */
export type VoidSlip = { number: string, reason: string, };

/**
 * A volume (卷宗) of a ticket: cover, contents, what was issued, remarks.
 */
export type VolumeOf = { ticketId: string, 
/**
 * Texts for the blanks of cover, contents and remarks.
 */
filled: Array<FieldChange> | null, };

/**
 * One service window.
 */
export type Window = { code: string, name: string, shortName: string, 
/**
 * Key on the keyboard, 1 to 6.
 */
key: number, fields: Array<IntakeField>, matters: Array<Matter>, outcomes: Array<Outcome>, 
/**
 * Coded reasons not to take a matter (不予受理).
 */
refusals: Array<Outcome>, 
/**
 * What the clerk has to tell the visitor.
 */
told: Array<Choice>, 
/**
 * Phrases for the summary.
 */
phrases: Array<string>, 
/**
 * The visitor may stay unnamed.
 */
nameOptional: boolean, };

/**
 * Figures of one window on 工作台.
 */
export type WindowTile = { window: string, today: number, open: number, 
/**
 * Due within seven days, today included.
 */
dueSoon: number, overdue: number, };

/**
 * An action with words: decline, withdraw, void, reopen.
 */
export type WithReason = { id: string, version: string, reason: string, };

/**
 * A package to take back.
 */
export type WithdrawTemplatePack = { version: string, reason: string, };

/**
 * A file that was written, read back and found whole.
 */
export type WrittenFile = { path: string, name: string, number: number, entries: number, 
/**
 * Size in KiB, rounded up.
 */
kib: number, 
/**
 * Code for the slip.
 */
code: string, };

/** Every command with its request and answer. */
export interface Commands {
  status: { request: Nothing; answer: Status; access: "anyone" };
  compose_site_name: { request: SiteNameParts; answer: SiteName; access: "anyone" };
  set_up: { request: SetUp; answer: SetUpDone; access: "anyone" };
  log_in: { request: LogIn; answer: Session; access: "anyone" };
  log_in_with_recovery: { request: LogInWithRecovery; answer: Session; access: "anyone" };
  restore_backup: { request: RestoreBackup; answer: RestoreDone; access: "anyone" };
  lock: { request: Nothing; answer: Nothing; access: "anyone" };
  session: { request: Nothing; answer: Session; access: "staff" };
  change_password: { request: ChangePassword; answer: Nothing; access: "staff" };
  settle_whereabouts: { request: SettleWhereabouts; answer: Session; access: "staff" };
  catalogue: { request: Nothing; answer: Catalogue; access: "staff" };
  home: { request: Nothing; answer: Home; access: "staff" };
  list_tickets: { request: ListTickets; answer: TicketList; access: "staff" };
  search: { request: Search; answer: SearchResult; access: "staff" };
  check_intake: { request: VisitInput; answer: IntakeCheck; access: "staff" };
  register_visit: { request: VisitInput; answer: VisitDone; access: "staff" };
  save_draft: { request: SaveDraft; answer: DraftRow; access: "staff" };
  list_drafts: { request: Nothing; answer: DraftList; access: "staff" };
  open_draft: { request: ById; answer: Draft; access: "staff" };
  discard_draft: { request: ById; answer: Nothing; access: "staff" };
  get_ticket: { request: ById; answer: TicketPage; access: "staff" };
  find_ticket: { request: ByNumber; answer: ById; access: "staff" };
  edit_ticket: { request: EditTicket; answer: Saved; access: "staff" };
  save_party: { request: SaveParty; answer: Saved; access: "staff" };
  save_material: { request: SaveMaterial; answer: Saved; access: "staff" };
  suggest_assignees: { request: ById; answer: Suggestions; access: "staff" };
  assign_ticket: { request: AssignTicket; answer: Saved; access: "staff" };
  accept_ticket: { request: OnVersion; answer: Saved; access: "staff" };
  decline_ticket: { request: WithReason; answer: Saved; access: "staff" };
  add_note: { request: AddNote; answer: Saved; access: "staff" };
  transfer_ticket: { request: TransferTicket; answer: Saved; access: "staff" };
  split_ticket: { request: SplitTicket; answer: NewTicket; access: "staff" };
  take_step: { request: TakeStep; answer: Saved; access: "staff" };
  close_ticket: { request: EndTicket; answer: Saved; access: "staff" };
  refuse_ticket: { request: EndTicket; answer: Saved; access: "staff" };
  withdraw_ticket: { request: WithReason; answer: Saved; access: "staff" };
  void_ticket: { request: WithReason; answer: Saved; access: "staff" };
  reopen_ticket: { request: WithReason; answer: Saved; access: "staff" };
  answer_finding: { request: AnswerFinding; answer: Saved; access: "staff" };
  link_tickets: { request: LinkTickets; answer: Saved; access: "staff" };
  get_person: { request: ById; answer: PersonPage; access: "staff" };
  edit_person: { request: EditPerson; answer: Saved; access: "staff" };
  merge_persons: { request: MergePersons; answer: Saved; access: "staff" };
  unmerge_person: { request: UnmergePerson; answer: Saved; access: "staff" };
  list_duplicates: { request: Nothing; answer: DuplicateList; access: "staff" };
  reveal: { request: Reveal; answer: Revealed; access: "staff" };
  list_conflicts: { request: Nothing; answer: ConflictList; access: "staff" };
  resolve_conflict: { request: ResolveConflict; answer: Saved; access: "staff" };
  ask_rating: { request: ById; answer: Nothing; access: "staff" };
  rating_progress: { request: Nothing; answer: RatingProgress; access: "staff" };
  stop_rating: { request: StopRating; answer: Nothing; access: "staff" };
  list_rating_tasks: { request: Nothing; answer: RatingTasks; access: "staff" };
  finish_rating_task: { request: FinishRatingTask; answer: Nothing; access: "staff" };
  rating_screen: { request: Nothing; answer: RatingScreen; access: "citizen" };
  submit_rating: { request: SubmitRating; answer: Nothing; access: "citizen" };
  decline_rating: { request: DeclineRating; answer: Nothing; access: "citizen" };
  first_texts: { request: TextsOf; answer: PaperTexts; access: "staff" };
  preview_paper: { request: PaperOf; answer: PaperPreview; access: "staff" };
  issue_paper: { request: IssuePaper; answer: PaperPreview; access: "staff" };
  issue_batch: { request: IssueBatch; answer: PaperPreview; access: "staff" };
  preview_volume: { request: VolumeOf; answer: PaperPreview; access: "staff" };
  issue_volume: { request: IssueVolume; answer: PaperPreview; access: "staff" };
  list_papers: { request: PapersOf; answer: PaperLibrary; access: "staff" };
  open_paper: { request: ByPaper; answer: PaperPreview; access: "staff" };
  copy_paper: { request: CopyPaper; answer: PaperPreview; access: "staff" };
  void_paper: { request: VoidPaper; answer: Nothing; access: "staff" };
  verify_paper: { request: PaperCode; answer: PaperCheck; access: "staff" };
  issue_slips: { request: IssueSlips; answer: PaperPreview; access: "staff" };
  list_slips: { request: Nothing; answer: SlipList; access: "staff" };
  enter_slip: { request: EnterSlip; answer: Nothing; access: "staff" };
  void_slip: { request: VoidSlip; answer: Nothing; access: "staff" };
  deliver_papers: { request: DeliverPapers; answer: Delivered; access: "staff" };
  list_staff: { request: Nothing; answer: StaffList; access: "staff" };
  add_staff: { request: AddStaff; answer: Saved; access: "staff" };
  edit_staff: { request: EditStaff; answer: Saved; access: "staff" };
  reset_password: { request: ResetPassword; answer: Nothing; access: "staff" };
  list_institutions: { request: Nothing; answer: InstitutionList; access: "staff" };
  save_institution: { request: SaveInstitution; answer: Saved; access: "staff" };
  list_duty: { request: DutySpan; answer: DutyRoster; access: "staff" };
  save_duty: { request: DutyDay; answer: Nothing; access: "staff" };
  list_access: { request: Nothing; answer: AccessLog; access: "staff" };
  sweep: { request: Nothing; answer: SweepDone; access: "staff" };
  list_supervisions: { request: ListSupervisions; answer: SupervisionList; access: "staff" };
  reply_supervision: { request: SupervisionText; answer: Saved; access: "staff" };
  close_supervision: { request: SupervisionText; answer: Saved; access: "staff" };
  exchange_board: { request: Nothing; answer: ExchangeBoard; access: "staff" };
  exchange_now: { request: Nothing; answer: ExchangeNow; access: "staff" };
  own_card: { request: Nothing; answer: DeskCard; access: "staff" };
  read_card: { request: CardText; answer: DeskCard; access: "staff" };
  enrol_peer: { request: EnrolPeer; answer: DeskCard; access: "staff" };
  revoke_peer: { request: RevokePeer; answer: Nothing; access: "staff" };
  thaw_peer: { request: ThawPeer; answer: Nothing; access: "staff" };
  renew_device_keys: { request: Nothing; answer: DeskCard; access: "staff" };
  export_package: { request: ExportPackage; answer: ExportDone; access: "staff" };
  list_package_files: { request: PackageFolder; answer: PackageFiles; access: "staff" };
  inspect_package: { request: PackageFile; answer: PackageOuter; access: "staff" };
  read_manifest: { request: PackageFile; answer: PackageManifest; access: "staff" };
  preview_package: { request: PackageFile; answer: PackagePreview; access: "staff" };
  apply_package: { request: PackageFile; answer: PackageDone; access: "staff" };
  undo_package: { request: UndoPackage; answer: PackageRow; access: "staff" };
  list_packages: { request: ListPackages; answer: PackageList; access: "staff" };
  list_set_aside: { request: ById; answer: PackageRefusals; access: "staff" };
  list_rejected: { request: ById; answer: PackageRefusals; access: "staff" };
  ticket_exchange: { request: ById; answer: TicketExchange; access: "staff" };
  hall_state: { request: Nothing; answer: HallState; access: "staff" };
  set_hall: { request: SetHall; answer: HallState; access: "staff" };
  set_hall_store: { request: SetHallStore; answer: HallState; access: "staff" };
  list_home_visits: { request: ListHomeVisits; answer: HomeVisitList; access: "staff" };
  list_proposals: { request: Nothing; answer: ProposalList; access: "staff" };
  decide_proposal: { request: DecideProposal; answer: Saved; access: "staff" };
  list_referrals: { request: ListReferrals; answer: ReferralList; access: "staff" };
  list_hand_over: { request: ListHandOver; answer: HandOverList; access: "staff" };
  hand_over: { request: HandOver; answer: Nothing; access: "staff" };
  make_list: { request: MakeList; answer: PaperPreview; access: "staff" };
  list_template_packs: { request: Nothing; answer: TemplatePackList; access: "staff" };
  import_template_pack: { request: ImportTemplatePack; answer: TemplatePackList; access: "staff" };
  withdraw_template_pack: { request: WithdrawTemplatePack; answer: TemplatePackList; access: "staff" };
  list_parameters: { request: Nothing; answer: ParameterList; access: "staff" };
  parameter_history: { request: ByCode; answer: ParameterHistory; access: "staff" };
  save_parameter: { request: SaveParameter; answer: Recounted; access: "staff" };
  list_calendar: { request: Nothing; answer: CalendarYears; access: "staff" };
  import_calendar: { request: ImportCalendar; answer: Recounted; access: "staff" };
  withdraw_calendar: { request: CalendarTable; answer: Recounted; access: "staff" };
  get_settings: { request: Nothing; answer: Settings; access: "staff" };
  save_settings: { request: SaveSettings; answer: Saved; access: "staff" };
  get_print_settings: { request: Nothing; answer: PrintSettings; access: "staff" };
  save_print_setting: { request: PrintKind; answer: Nothing; access: "staff" };
  make_test_page: { request: ByPaperKind; answer: PaperPreview; access: "staff" };
  verify: { request: Nothing; answer: VerifyReport; access: "staff" };
  back_up: { request: Nothing; answer: BackupDone; access: "staff" };
  list_backups: { request: Nothing; answer: BackupList; access: "anyone" };
  key_state: { request: Nothing; answer: KeyState; access: "staff" };
  renew_recovery: { request: RenewRecovery; answer: NewRecovery; access: "staff" };
  remove_escrow: { request: Nothing; answer: Nothing; access: "staff" };
  rekey: { request: Nothing; answer: RekeyDone; access: "staff" };
}
