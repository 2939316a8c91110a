namespace DeepFix;

/// <summary>What sort of statement a code makes, as the vocabulary has it.</summary>
public enum FindingKind
{
    /// <summary>What the record shows.</summary>
    Symptom,

    /// <summary>What to change.</summary>
    Cause,

    /// <summary>A fact of the data.</summary>
    Data,

    /// <summary>A fault of the record itself.</summary>
    Record,
}
