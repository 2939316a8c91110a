using Microsoft.Data.Sqlite;

namespace DeepFix.Mlflow.Stores;

/// <summary>Short forms for parameterised reading.</summary>
internal static class SqliteCommands
{
    /// <summary>Rows of a query; <c>$0</c>, <c>$1</c>, … in it are the arguments.</summary>
    public static List<T> Rows<T>(this SqliteConnection connection, string query, Func<SqliteDataReader, T> row, params ReadOnlySpan<object> arguments)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        for (var i = 0; i < arguments.Length; i++)
            command.Parameters.AddWithValue(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i}"), arguments[i]);
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    public static string? Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? Integer(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static Dictionary<string, string> Pairs(this SqliteConnection connection, string query, object argument)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (var (key, value) in connection.Rows(query, reader => (reader.GetString(0), reader.Text(1) ?? ""), argument))
            pairs[key] = value;
        return pairs;
    }
}
