using DeepFix.Evaluation;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Knowledge.Tests;

/// <summary>The questions that the search is measured by.</summary>
internal static class Questions
{
    public static IReadOnlyList<KnowledgeQuestion> Development { get; } = Read("queries.yaml");

    public static IReadOnlyList<KnowledgeQuestion> OutsideTheField { get; } = Read("out-of-scope.yaml");

    public static IReadOnlyList<KnowledgeQuestion> HeldOut { get; } = Read("held-out.yaml");

    private static IReadOnlyList<KnowledgeQuestion> Read(string name) => KnowledgeQuestion.ReadAll(RepositoryFiles.PathOf("tests", "DeepFix.Knowledge.Tests", name));
}
