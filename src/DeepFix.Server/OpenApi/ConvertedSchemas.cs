using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DeepFix.Server.OpenApi;

/// <summary>Schemas of values that a converter writes, of which the serializer itself knows nothing.</summary>
internal sealed class ConvertedSchemas : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(double)) schema.Type = JsonSchemaType.Number;
        if (type == typeof(double?)) schema.Type = JsonSchemaType.Number | JsonSchemaType.Null;
        if (type == typeof(IReadOnlyList<double>)) schema.Items = new OpenApiSchema { Type = JsonSchemaType.Number };
        if (type == typeof(IReadOnlyList<IReadOnlyList<double>>)) (schema.Items as OpenApiSchema)?.Items = new OpenApiSchema { Type = JsonSchemaType.Number };
        if (type == typeof(IReadOnlyList<double?>)) schema.Items = new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null };
        if (type == typeof(IReadOnlyDictionary<string, double>)) schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Number };
        if (type == typeof(JsonObject)) schema.Type = JsonSchemaType.Object;
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type).Select(n => (JsonNode)JsonNamingPolicy.SnakeCaseLower.ConvertName(n))];
        }

        return Task.CompletedTask;
    }
}
