using DeepFix.Fetch;
using DeepFix.Server.Analysis;
using DeepFix.Server.Compare;
using DeepFix.Server.Hosting;
using DeepFix.Server.Jobs;
using DeepFix.Server.Knowledge;
using DeepFix.Server.Security;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Mcp;

/// <summary>What answers requests over HTTP, and so an assistant's too.</summary>
internal sealed record AssistantServices(
    AnalysisRequestReader Analyses,
    ComparisonRequestReader Comparisons,
    RequestedAnalysis Analysis,
    RequestedComparison Comparison,
    AcceptedAnalyses Jobs,
    KnowledgeAnswers Answers,
    TrackingHosts Hosts,
    MlflowAccess Access,
    FetchLimits Limits,
    IOptions<ServerOptions> Options,
    TimeProvider Time);
