using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Assistants.Answers;

/// <summary>A part of a result that can be asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Items">What it holds.</param>
internal sealed record ResultSection(string Name, Func<AnalysisResult, IReadOnlyList<Func<JsonNode>>> Items);
