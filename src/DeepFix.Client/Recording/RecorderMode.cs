namespace DeepFix.Client.Recording;

/// <summary>What a recorder does when a server is not there.</summary>
public enum RecorderMode
{
    /// <summary>Warns once, says how to analyse later, and lets the program go on. Never throws.</summary>
    Fallback,

    /// <summary>Throws, once the record is safe on disk.</summary>
    Strict,

    /// <summary>Analyses in this process; no DeepFix server is asked.</summary>
    Local,
}
