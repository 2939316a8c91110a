namespace DeepFix.Artifacts;

/// <summary>A condition that deepchecks tried. Its verdict is read and never trusted: the thresholds are fixed and know no sampling noise.</summary>
/// <param name="Status">PASS, WARN, FAIL or ERROR.</param>
/// <param name="Condition">Text with the threshold in it.</param>
/// <param name="MoreInfo">Text with the measured number in it.</param>
public sealed record DeepchecksCondition(string Status, string Condition, string MoreInfo);
