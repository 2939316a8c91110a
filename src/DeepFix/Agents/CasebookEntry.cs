namespace DeepFix.Agents;

/// <summary>What one action brought in the labelled runs of one code. Gains are changes of the clean test score (balanced accuracy, or R²).</summary>
/// <param name="Code">The code.</param>
/// <param name="Action">The action that the runs were trained again with.</param>
/// <param name="Runs">How many runs were measured that carried the code as a cause. Where too few did, and for symptoms, which no label has as a cause: of which it was named a root cause.</param>
/// <param name="Helped">In how many of them the score rose by 0.02 or more.</param>
/// <param name="Harmed">In how many of them it fell by more than 0.02.</param>
/// <param name="Low">Lower quartile of the gain.</param>
/// <param name="Median">Median gain.</param>
/// <param name="High">Upper quartile of the gain.</param>
/// <param name="Weighed">How many runs the share is of: faulty ones that carried the code or of which it was named a root cause, rightly or not, judged by the whole log or by its loss and score alone. A run that is both counts twice.</param>
/// <param name="Share">Mean share of the best remedy's gain that the action brought in those, at least -1: what the plan is ordered by. So it counts what the code is mistaken for.</param>
public sealed record CasebookEntry(string Code, string Action, int Runs, int Helped, int Harmed, double Low, double Median, double High, int Weighed, double Share);
