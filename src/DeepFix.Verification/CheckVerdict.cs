namespace DeepFix.Verification;

/// <summary>What came of recomputing a stated number.</summary>
public enum CheckVerdict
{
    /// <summary>The artifacts give the same six digits.</summary>
    Confirmed,

    /// <summary>The artifacts give another number, other steps, or none at all.</summary>
    Differs,

    /// <summary>No rule says how to recompute this measure: nothing is known of the number.</summary>
    Unverifiable,
}
