namespace DeepFix.Api;

/// <summary>The names of the five agents, as the specification has them.</summary>
public static class AgentNames
{
    /// <summary>Reads metrics and parameters.</summary>
    public const string Training = "TrainingArtifactsAnalyzer";

    /// <summary>Reads dataset metadata and statistics.</summary>
    public const string Dataset = "DatasetArtifactsAnalyzer";

    /// <summary>Reads deepchecks results.</summary>
    public const string Deepchecks = "DeepchecksArtifactsAnalyzer";

    /// <summary>Weighs all evidence together and finds root causes.</summary>
    public const string CrossArtifact = "CrossArtifactIntegrationAgent";

    /// <summary>Ranks remedies.</summary>
    public const string Advisor = "OptimizationAdvisorAgent";
}
