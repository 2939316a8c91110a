namespace DeepFix;

/// <summary>On which side of a limit a healthy value lies.</summary>
public enum LimitSide
{
    /// <summary>Healthy values are at most the limit; a larger one crosses it.</summary>
    AtMost,

    /// <summary>Healthy values are at least the limit; a smaller one crosses it.</summary>
    AtLeast,
}
