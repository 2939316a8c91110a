namespace DeepFix.Verification.Raw;

/// <summary>One logged value.</summary>
internal readonly record struct RawPoint(long Step, double Epoch, double Value);
