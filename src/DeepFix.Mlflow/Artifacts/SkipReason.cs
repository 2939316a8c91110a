namespace DeepFix.Mlflow.Artifacts;

/// <summary>Why a file was not downloaded.</summary>
public enum SkipReason
{
    /// <summary>Larger than a file may be.</summary>
    FileTooLarge,

    /// <summary>More files than may be transferred.</summary>
    TooManyFiles,

    /// <summary>More folders than may be listed; the files below are not known.</summary>
    TooManyFolders,

    /// <summary>With it, all files together would be too large.</summary>
    TotalTooLarge,

    /// <summary>The time was up.</summary>
    TimedOut,

    /// <summary>Listed, yet not there when asked for.</summary>
    NotFound,

    /// <summary>More or fewer bytes arrived than the list says, twice.</summary>
    SizeMismatch,

    /// <summary>The listed path leaves the folder it was listed in.</summary>
    UnsafePath,

    /// <summary>The store refused or could not give it.</summary>
    Refused,
}
