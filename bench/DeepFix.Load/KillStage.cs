namespace DeepFix.Load;

/// <summary>Where in the life of analyses the server is killed.</summary>
public enum KillStage
{
    /// <summary>While requests are being accepted.</summary>
    Accept,

    /// <summary>While artifacts are fetched from a slow MLflow.</summary>
    Fetch,

    /// <summary>After the last artifact came, while a long run is parsed and analysed.</summary>
    Analyse,

    /// <summary>While results wait to be written: the store is locked meanwhile.</summary>
    BeforeWrite,

    /// <summary>As soon as the first result stands in the store.</summary>
    AfterWrite,
}
