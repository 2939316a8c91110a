namespace DeepFix.Agents;

/// <summary>What one action brought in the labelled runs that carried one code. Gains are changes of the clean test score (balanced accuracy, or R²).</summary>
/// <param name="Code">The code that the runs carried as a cause.</param>
/// <param name="Action">The action that they were trained again with.</param>
/// <param name="Runs">How many runs were measured.</param>
/// <param name="Helped">In how many of them the score rose by 0.02 or more.</param>
/// <param name="Harmed">In how many of them it fell by more than 0.02.</param>
/// <param name="Low">Lower quartile of the gain.</param>
/// <param name="Median">Median gain.</param>
/// <param name="High">Upper quartile of the gain.</param>
/// <param name="Share">Mean share of the best remedy's gain that this one brought, at least -1: what the plan is ordered by.</param>
public sealed record CasebookEntry(string Code, string Action, int Runs, int Helped, int Harmed, double Low, double Median, double High, double Share);
