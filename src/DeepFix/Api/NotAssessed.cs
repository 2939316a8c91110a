namespace DeepFix.Api;

/// <summary>A code that could not be judged.</summary>
/// <param name="Code">The code.</param>
/// <param name="Because">Why not.</param>
/// <param name="LogToEnable">What to log so that it can be judged next time; null where nothing would.</param>
public sealed record NotAssessed(string Code, string Because, string? LogToEnable);
