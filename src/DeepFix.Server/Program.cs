using DeepFix.Server.Analysis;
using DeepFix.Server.Errors;
using DeepFix.Server.Health;
using DeepFix.Server.Hosting;
using DeepFix.Server.Knowledge;
using DeepFix.Server.OpenApi;
using DeepFix.Server.Security;

var builder = WebApplication.CreateBuilder(args);
builder.ListenOnLoopbackByDefault();
builder.AddServerOptions();
builder.LogQuietlyByDefault();
builder.Services.AddErrorAnswers();
builder.Services.AddTrackingAccess();
builder.Services.AddAnalysis();
builder.Services.AddKnowledge();
builder.Services.AddHealth();
builder.Services.AddApiDocument();

WebApplication app = builder.Build();
app.UseErrorAnswers();
app.UseBodyLimit();
app.MapAnalysis();
app.MapKnowledge();
app.MapHealth();
app.MapOpenApi();
return await app.RunToExitCodeAsync();
