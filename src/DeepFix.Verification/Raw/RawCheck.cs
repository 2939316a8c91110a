namespace DeepFix.Verification.Raw;

/// <summary>The value of one check that ran.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Split">train or test, where it ran on one of the two.</param>
/// <param name="Value">Its value, without the wrapping of numpy and pandas.</param>
internal sealed record RawCheck(string Name, string? Split, Node Value);
