# What a test of the connector needs in an empty Redmine: two projects, a role with the least rights, two people, a field.
Setting.rest_api_enabled = '1'
Setting.issue_group_assignment = '1'

least = Role.create!(name: 'SOC connector', assignable: false, issues_visibility: 'all', permissions: [:view_issues, :add_issues, :edit_issues, :add_issue_notes, :set_notes_private, :view_private_notes])
worker = Role.givable.find_by(name: 'Manager')
[:set_notes_private, :view_private_notes, :delete_issues].each { |right| worker.add_permission!(right) }
# Without a workflow of its own a role can set no status at all.
Tracker.all.each do |tracker|
  IssueStatus.all.to_a.permutation(2) { |from, to| WorkflowTransition.create!(role: least, tracker: tracker, old_status: from, new_status: to) }
end

projects = [['SOC Requests', 'soc'], ['Network Team', 'network']].map do |name, identifier|
  Project.create!(name: name, identifier: identifier, is_public: false, trackers: Tracker.all, enabled_module_names: ['issue_tracking'])
end
group = Group.create!(lastname: 'Network engineers')
projects.each { |project| Member.create!(project: project, principal: group, roles: [worker]) }

{ 'soc-connector' => [least], 'alice' => [worker], 'nobody' => [] }.each do |login, roles|
  user = User.new(firstname: login.split('-').first.capitalize, lastname: 'Test', mail: "#{login}@redmine.test", language: 'en')
  user.login = login
  user.password = user.password_confirmation = SecureRandom.hex(12)
  user.status = 1
  user.save!
  projects.each { |project| Member.create!(project: project, principal: user, roles: roles) } unless roles.empty?
  puts "REDMINE_KEY_#{login.upcase.tr('-', '_')}=#{user.api_key}"
end

field = IssueCustomField.create!(name: 'SOC key', field_format: 'string', is_for_all: true, is_filter: true, searchable: true, trackers: Tracker.all)
puts "REDMINE_KEY_FIELD=#{field.id}"
puts "REDMINE_TEXT=#{Setting.text_formatting}"
