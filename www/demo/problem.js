/** Something the person at the terminal can mend: shown with its remedy and without a stack trace. */
export class DemoProblem extends Error {
  /** @param {string} message @param {string} remedy */
  constructor(message, remedy) {
    super(message);
    this.name = "DemoProblem";
    this.remedy = remedy;
  }
}
