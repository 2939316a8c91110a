using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeepFix.Api;

/// <summary>Writes numbers of a result with six significant digits.</summary>
internal sealed class SixDigitsConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(Significant.Round(value));
}
