namespace DeepFix.Comparison;

/// <summary>Settings that do the same thing to a training, whatever they are called, with what changing them brought in measured re-trainings.</summary>
/// <param name="Name">Its name: the contract's, where it has one.</param>
/// <param name="Kind">Parameter, data or environment.</param>
/// <param name="Chance">How often a change of it moves the score by 0.03 or more.</param>
/// <param name="Effect">Root mean square of what it then moves the score by.</param>
/// <param name="Scale">How two values are told apart.</param>
internal sealed record SettingFamily(string Name, Api.ChangeKind Kind, double Chance, double Effect, ValueScale Scale)
{
    /// <summary>Causes that speak of this setting.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Names that the setting goes by, beside its own.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether runs that differ in nothing else count as repeats of each other.</summary>
    public bool IsRepeat { get; init; }
}
